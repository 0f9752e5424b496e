using System.Collections.Frozen;
using System.Globalization;

namespace Exchange.Consent;

/// <summary>
/// Reads the keys of one mapping. Every key that is asked for counts as known; <see cref="Done"/> reports the others. A wrong
/// value is reported where it stands and read as null, so that reading goes on to the next mistake.
/// </summary>
internal sealed class MapReader(YamlMap map, string what, Mistakes mistakes, Place? named = null)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Place Place => map.Place;

    /// <summary>The line of the name that the mapping belongs to, where it has one.</summary>
    public int Line => named?.Line ?? map.Place.Line;

    public YamlNode? Optional(string key)
    {
        _asked.Add(key);
        foreach (var (name, value) in map.Entries)
        {
            if (name.Value != key)
                continue;
            if (value is not YamlText { IsAbsent: true })
                return value;
            mistakes.Add(name.Place, $"'{key}' of {what} is empty. Leave the key out, or say something.");
            return null;
        }

        return null;
    }

    public YamlNode? Required(string key)
    {
        var value = Optional(key);
        if (value is null && !Has(key))
            mistakes.Add(map.Place, $"{Capital(what)} lacks '{key}'.");
        return value;
    }

    public bool Has(string key) => map.Entries.Any(entry => entry.Key.Value == key);

    public Place PlaceOf(string key) => map.Entries.FirstOrDefault(entry => entry.Key.Value == key).Key?.Place ?? map.Place;

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var (name, _) in map.Entries)
        {
            if (mistakes.IsFull)
                return;
            if (!_asked.Contains(name.Value))
                mistakes.Add(name.Place, $"{Capital(what)} has no key '{Shown(name.Value)}'.{Meant(name.Value)}");
        }
    }

    private string Meant(string key)
    {
        var suggestion = Suggestion.For(key, _asked);
        return suggestion.Length > 0 ? suggestion : $" It has {string.Join(", ", _asked)}.";
    }

    public string? Text(string key, bool required = true)
    {
        var node = required ? Required(key) : Optional(key);
        if (node is null)
            return null;
        if (node is not YamlText text)
            return Refuse<string>(node, $"'{key}' of {what} is a text; this is {node.Kind}.");
        return text.Value.Trim().Length > 0 ? text.Value.Trim() : Refuse<string>(node, $"'{key}' of {what} is empty.");
    }

    public DateOnly? Day(string key, bool required)
    {
        var node = required ? Required(key) : Optional(key);
        if (node is null)
            return null;
        return node is YamlText text && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : RefuseValue<DateOnly>(node, $"'{key}' of {what} is a day, as 2018-07-01.");
    }

    public int? Number(string key, int least, int most, bool required)
    {
        var node = required ? Required(key) : Optional(key);
        if (node is null)
            return null;
        return node is YamlText { Plain: true } text
            && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : RefuseValue<int>(node, $"'{key}' of {what} is a whole number from {least} to {most}.");
    }

    public bool? YesOrNo(string key, bool required = false)
    {
        var node = required ? Required(key) : Optional(key);
        return node switch
        {
            null => null,
            YamlText { Plain: true, Value: "true" } => true,
            YamlText { Plain: true, Value: "false" } => false,
            _ => RefuseValue<bool>(node, $"'{key}' of {what} is true or false."),
        };
    }

    /// <summary>One word of a closed list.</summary>
    public T? Word<T>(string key, bool required)
        where T : struct, Enum
    {
        var node = required ? Required(key) : Optional(key);
        return node is null ? null : OneWord<T>(node, key);
    }

    /// <summary>One or more words of a closed list; null when the key is absent, and (reported) when no word is right.</summary>
    public IReadOnlySet<T>? Words<T>(string key)
        where T : struct, Enum =>
        Items(key) is not { } items ? null : items.Select(item => OneWord<T>(item, key)).OfType<T>().ToFrozenSet();

    /// <summary>One or more references to things that the covenant defines.</summary>
    public IReadOnlySet<string>? References(string key, string kind, IReadOnlyCollection<string> known, bool required = false) =>
        Items(key, required) is not { } items
            ? null
            : items.Select(item => OneReference(item, key, kind, known)).OfType<string>().ToFrozenSet(StringComparer.Ordinal);

    /// <summary>One or more names that are defined here, each once.</summary>
    public IReadOnlyList<string>? NamesOf(string key, string kind, int most)
    {
        if (Items(key) is not { } items)
            return null;
        var (found, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var item in items)
        {
            if (item is not YamlText text || !Names.IsName(text.Value))
                mistakes.Add(item.Place, $"A {kind} of {what} is a name: a letter, then letters, digits, '-' or '_', at most 64.");
            else if (seen.Add(text.Value))
                found.Add(text.Value);
        }

        if (found.Count > most)
            mistakes.Add(PlaceOf(key), $"More than {most} values in '{key}' of {what}; a covenant has fewer.");
        return found;
    }

    public string? Reference(string key, string kind, IReadOnlyCollection<string> known, bool required)
    {
        var node = required ? Required(key) : Optional(key);
        return node is null ? null : OneReference(node, key, kind, known);
    }

    /// <summary>A single value stands for a list of one; an empty list is a mistake, never "everybody".</summary>
    /// <param name="key">The key.</param>
    /// <param name="required">Whether its absence is a mistake.</param>
    /// <param name="mappings">Whether an item may be a mapping, so that a single one too stands for a list of one.</param>
    public IReadOnlyList<YamlNode>? Items(string key, bool required = false, bool mappings = false)
    {
        var node = required ? Required(key) : Optional(key);
        switch (node)
        {
            case null:
                return null;
            case YamlList { Items.Count: 0 }:
                mistakes.Add(node.Place, $"'{key}' of {what} is an empty list. Leave the key out to place no condition, or name somebody.");
                return [];
            case YamlList list:
                ReportTwice(list, key);
                return list.Items;
            case YamlMap when !mappings:
                mistakes.Add(node.Place, $"'{key}' of {what} is a word or a list of words; this is {node.Kind}.");
                return [];
            default:
                return [node];
        }
    }

    /// <summary>The mapping under a key; an empty one is a mistake.</summary>
    public MapReader? Map(string key, bool required, string? called = null)
    {
        var node = required ? Required(key) : Optional(key);
        if (node is null)
            return null;
        if (node is not YamlMap inner)
            return Refuse<MapReader>(node, $"'{key}' of {what} is a mapping; this is {node.Kind}.");
        return inner.Entries.Count > 0
            ? new MapReader(inner, called ?? $"'{key}' of {what}", mistakes)
            : Refuse<MapReader>(node, $"'{key}' of {what} is empty. Leave the key out, or say something.");
    }

    /// <summary>The entries of a mapping whose keys are names of the covenant's own.</summary>
    public IReadOnlyList<KeyValuePair<YamlText, YamlNode>> Entries(string key, bool required)
    {
        var node = required ? Required(key) : Optional(key);
        switch (node)
        {
            case null:
                return [];
            case YamlMap { Entries.Count: > 0 } inner:
                return inner.Entries;
            case YamlMap:
                mistakes.Add(node.Place, $"'{key}' of {what} is empty.");
                return [];
            default:
                mistakes.Add(node.Place, $"'{key}' of {what} is a mapping; this is {node.Kind}.");
                return [];
        }
    }

    private T? OneWord<T>(YamlNode node, string key)
        where T : struct, Enum
    {
        if (node is not YamlText text)
            return RefuseValue<T>(node, $"'{key}' of {what} is a word; this is {node.Kind}.");
        return Consent.Words.Parse<T>(text.Value) ?? RefuseValue<T>(
            node,
            $"'{key}' of {what} cannot be '{Shown(text.Value)}': it is one of {string.Join(", ", Consent.Words.All<T>())}."
            + Suggestion.For(text.Value, Consent.Words.All<T>()));
    }

    private string? OneReference(YamlNode node, string key, string kind, IReadOnlyCollection<string> known)
    {
        if (node is not YamlText text)
            return Refuse<string>(node, $"'{key}' of {what} names a {kind}; this is {node.Kind}.");
        if (text.Value == "all" && !known.Contains(text.Value))
            return Refuse<string>(node, $"'{key}' of {what} cannot be 'all': name each {kind}, so that everybody can read what is meant.");
        return known.Contains(text.Value)
            ? text.Value
            : Refuse<string>(node, $"'{key}' of {what}: this covenant has no {kind} '{Shown(text.Value)}'.{(mistakes.IsFull ? "" : Suggestion.For(text.Value, known))}");
    }

    private void ReportTwice(YamlList list, string key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items.OfType<YamlText>())
        {
            if (!seen.Add(item.Value))
                mistakes.Warn(item.Place, $"'{key}' of {what} names '{Shown(item.Value)}' twice.");
        }
    }

    public static string Shown(string text) => text.Length <= 64 ? text : text[..64] + "…";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private TResult? Refuse<TResult>(YamlNode node, string message)
        where TResult : class
    {
        mistakes.Add(node.Place, message);
        return null;
    }

    private TResult? RefuseValue<TResult>(YamlNode node, string message)
        where TResult : struct
    {
        mistakes.Add(node.Place, message);
        return null;
    }
}
