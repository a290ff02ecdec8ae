using System.Globalization;
using System.Linq;
using System.Text;
using IronSsl.Tls.OpenSsl.Objects;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Module.Results;

/// <summary>A name as one line of text: OpenSSL `X509_NAME_print_ex` with XN_FLAG_RFC2253.</summary>
internal static class DistinguishedNameText
{
    private const string Special = ",+\"\\<>;";

    /// <summary>The last attribute first, with short names, and with everything but plain ASCII escaped.</summary>
    internal static string Rfc2253(DistinguishedName name) =>
        string.Join(',', name.RelativeNames.Reverse().Select(
            attributes => string.Join('+', attributes.Reverse().Select(Attribute))));

    private static string Attribute(NameAttribute attribute)
    {
        string? shortName = ObjectTable.ByOid(attribute.Oid)?.ShortName;
        return shortName is not null && attribute.TryGetUtf8(out byte[] utf8)
            ? $"{shortName}={Escape(utf8)}"
            : $"{shortName ?? attribute.Oid}=#{System.Convert.ToHexString(attribute.Value.Span)}";
    }

    private static string Escape(byte[] utf8)
    {
        var text = new StringBuilder(utf8.Length);
        for (int i = 0; i < utf8.Length; i++)
        {
            byte value = utf8[i];
            bool isFirst = i == 0;
            bool isLast = i == utf8.Length - 1;
            if (value is < 0x20 or >= 0x7F)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\{value:X2}");
                continue;
            }

            char character = (char)value;
            if (Special.Contains(character) || (isFirst && character == '#')
                || ((isFirst || isLast) && character == ' '))
            {
                text.Append('\\');
            }

            text.Append(character);
        }

        return text.ToString();
    }
}
