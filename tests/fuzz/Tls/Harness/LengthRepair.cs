using System;

namespace IronSsl.Fuzz.Harness;

/// <summary>
/// Puts other bytes into a handshake message and adjusts the lengths around them. Which bytes are lengths is guessed:
/// those that, read as such, end with the message or not before the change.
/// </summary>
internal static class LengthRepair
{
    /// <summary>Replaces a part; now and then without adjusting anything.</summary>
    public static byte[] Replace(byte[] body, int start, int length, byte[] replacement, Random random)
    {
        byte[] result = [.. body[..start], .. replacement, .. body[(start + length)..]];
        int difference = replacement.Length - length;
        if (difference == 0 || random.Next(10) == 0)
        {
            return result;
        }

        int end = start + length;
        for (int size = 1; size <= 3; size++)
        {
            for (int at = 0; at + size <= start; at++)
            {
                int value = Read(body, at, size);
                int valueEnd = at + size + value;
                if (valueEnd < end || valueEnd > body.Length || value == 0 && start != at + size)
                {
                    continue;
                }

                // What ends with the message is most likely a length; of the others few are.
                bool isLikely = valueEnd == body.Length ? size > 1 : valueEnd == end;
                if (random.Next(8) < (isLikely ? 7 : 1))
                {
                    Write(result, at, size, value + difference);
                }
            }
        }

        return result;
    }

    private static int Read(byte[] data, int at, int size)
    {
        int value = 0;
        for (int i = 0; i < size; i++)
        {
            value = value << 8 | data[at + i];
        }

        return value;
    }

    private static void Write(byte[] data, int at, int size, int value)
    {
        for (int i = 0; i < size; i++)
        {
            data[at + i] = (byte)(value >> (8 * (size - 1 - i)));
        }
    }
}
