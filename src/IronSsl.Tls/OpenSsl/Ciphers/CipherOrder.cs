using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace IronSsl.Tls.OpenSsl.Ciphers;

/// <summary>
/// The list that a cipher string works on: every suite that can be had, in order, each selected or not. A suite that
/// was deselected keeps its place before those never selected, so that selecting it again finds the order it had.
/// </summary>
internal sealed class CipherOrder
{
    // Made once: OpenSSL's order of preference, in which every cipher string begins.
    private static readonly ImmutableArray<CipherSuite> s_preference = Preference();

    private List<Entry> _entries;

    private CipherOrder(IEnumerable<CipherSuite> suites) =>
        _entries = [.. suites.Select(static suite => new Entry(suite, IsSelected: false))];

    /// <summary>All suites of the older protocols in OpenSSL's order of preference, none selected.</summary>
    internal static CipherOrder Start() => new(s_preference);

    /// <summary>The suites that are selected, in order.</summary>
    internal ImmutableArray<CipherSuite> Selected =>
        [.. _entries.Where(static entry => entry.IsSelected).Select(static entry => entry.Suite)];

    /// <summary>Selects the suites of a set that aren't selected yet and puts them at the end.</summary>
    internal void Add(Predicate<CipherSuite> set) =>
        Move(entry => !entry.IsSelected && set(entry.Suite), isSelected: true, toFront: false);

    /// <summary>Moves the selected suites of a set to the end.</summary>
    internal void MoveToEnd(Predicate<CipherSuite> set) =>
        Move(entry => entry.IsSelected && set(entry.Suite), isSelected: true, toFront: false);

    /// <summary>Deselects the suites of a set; a later <see cref="Add"/> can bring them back.</summary>
    internal void Remove(Predicate<CipherSuite> set) =>
        Move(entry => entry.IsSelected && set(entry.Suite), isSelected: false, toFront: true);

    /// <summary>Takes the suites of a set away for good.</summary>
    internal void Kill(Predicate<CipherSuite> set) => _entries.RemoveAll(entry => set(entry.Suite));

    /// <summary>Sorts the selected suites by descending strength and else as they were.</summary>
    internal void SortByStrength()
    {
        // Without LINQ, whose operators on numbers would all be compiled at the first context.
        var strengths = new List<int>();
        foreach (Entry entry in _entries)
        {
            if (entry.IsSelected && !strengths.Contains(entry.Suite.StrengthBits))
            {
                strengths.Add(entry.Suite.StrengthBits);
            }
        }

        strengths.Sort();
        strengths.Reverse();
        foreach (int bits in strengths)
        {
            MoveToEnd(suite => suite.StrengthBits == bits);
        }
    }

    private void MoveToFront(Predicate<CipherSuite> set) =>
        Move(entry => entry.IsSelected && set(entry.Suite), isSelected: true, toFront: true);

    private void Move(Predicate<Entry> isMoved, bool isSelected, bool toFront)
    {
        var moved = new List<Entry>();
        var rest = new List<Entry>(_entries.Count);
        foreach (Entry entry in _entries)
        {
            if (isMoved(entry))
            {
                moved.Add(entry with { IsSelected = isSelected });
            }
            else
            {
                rest.Add(entry);
            }
        }

        (List<Entry> first, List<Entry> second) = toFront ? (moved, rest) : (rest, moved);
        first.AddRange(second);
        _entries = first;
    }

    // The preferences of OpenSSL `ssl_create_cipher_list`, weakest criterion first. It begins with the highest number.
    private static ImmutableArray<CipherSuite> Preference()
    {
        var suites = CipherSuiteTable.All.Where(static suite => !suite.IsTls13).ToList();
        suites.Sort(static (left, right) => right.Id.CompareTo(left.Id));
        var order = new CipherOrder(suites);

        order.Add(static suite => suite.KeyExchange == "ECDH" && suite.Authentication == "ECDSA");
        order.Add(static suite => suite.KeyExchange == "ECDH");
        order.Remove(static suite => suite.KeyExchange == "ECDH");

        order.Add(CipherAlias.Find("AESGCM")!);
        order.Add(CipherAlias.Find("CHACHA20")!);
        order.Add(CipherAlias.Find("AES")!);
        order.Add(static _ => true);

        order.MoveToEnd(static suite => suite.Mac == "MD5");
        order.MoveToEnd(static suite => suite.Authentication == "None");
        order.MoveToEnd(static suite => suite.KeyExchange == "RSA");
        order.MoveToEnd(static suite => suite.KeyExchange == "PSK");

        order.SortByStrength();
        order.MoveToFront(static suite => suite.MinimumVersion == TlsVersion.Tls12);

        // Whatever the strength: ephemeral keys with AEAD, ephemeral keys, other AEAD, the rest.
        order.MoveToFront(static suite => suite.IsAead);
        order.MoveToFront(static suite => suite.KeyExchange is "DH" or "ECDH");
        order.MoveToFront(static suite => suite.KeyExchange is "DH" or "ECDH" && suite.IsAead);
        return order.Selected;
    }

    // A class: the collections of a structure of ours would all be compiled at the first context.
    private sealed record Entry(CipherSuite Suite, bool IsSelected);
}
