namespace Exchange.Consent;

/// <summary>A part of the file that is a list of mappings: articles, scenarios, invariants.</summary>
internal static class Sequence
{
    public static IReadOnlyList<MapReader> Of(MapReader top, string key, bool required, Mistakes mistakes, string? one = null)
    {
        var what = one is null ? key[..^1] : "entry";
        var node = required ? top.Required(key) : top.Optional(key);
        if (node is null)
            return [];
        if (node is not YamlList { Items.Count: > 0 } list)
        {
            mistakes.Add(node.Place, $"'{key}' is a list with at least one {what}; this is {(node is YamlList ? "an empty list" : node.Kind)}.");
            return [];
        }

        var maps = new List<MapReader>();
        foreach (var item in list.Items)
        {
            if (item is YamlMap { Entries.Count: > 0 } map)
                maps.Add(new MapReader(map, one ?? $"this {what}", mistakes));
            else
                mistakes.Add(item.Place, $"{Article(what)} {what} is a mapping with at least one key; this is {item.Kind}.");
        }

        return maps;
    }

    private static string Article(string noun) => noun[0] is 'a' or 'e' or 'i' ? "An" : "A";
}
