using System.Collections.ObjectModel;

namespace Exchange.Consent;

/// <summary>Reads the lists of codes, version by version.</summary>
internal sealed class CodeListReader(Mistakes mistakes)
{
    public IReadOnlyDictionary<string, CodeList> Read(MapReader top)
    {
        var lists = new OrderedDictionary<string, CodeList>(StringComparer.Ordinal);
        var entries = top.Entries("codeLists", required: false);
        foreach (var (name, value) in entries)
        {
            if (!Names.IsName(name.Value))
                mistakes.Add(name.Place, $"'{MapReader.Shown(name.Value)}' is no name for a list of codes: a letter, then letters, digits, '-' or '_', at most 64.");
            if (value is YamlMap { Entries.Count: > 0 } versions)
                lists[name.Value] = new CodeList(name.Value, Versions(name.Value, versions));
            else
                mistakes.Add(value.Place, $"List '{MapReader.Shown(name.Value)}' is a mapping of versions to codes; this is {value.Kind}.");
        }

        if (entries.Count > Limits.CodeLists)
            mistakes.Add(top.PlaceOf("codeLists"), $"More than {Limits.CodeLists} lists of codes; a covenant has fewer.");
        return new ReadOnlyDictionary<string, CodeList>(lists);
    }

    private ReadOnlyDictionary<string, IReadOnlyList<string>> Versions(string list, YamlMap map)
    {
        var versions = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var reader = new MapReader(map, $"list '{MapReader.Shown(list)}'", mistakes);
        foreach (var (name, _) in map.Entries)
        {
            if (!Names.IsArticleNumber(name.Value))
                mistakes.Add(name.Place, $"A version of list '{MapReader.Shown(list)}' is letters, digits, '.', '-' or '_', at most 32, such as \"2018\".");
            versions[name.Value] = reader.NamesOf(name.Value, "code", Limits.CodesOfOneVersion) ?? [];
        }

        if (versions.Count > Limits.VersionsOfOneList)
            mistakes.Add(map.Place, $"More than {Limits.VersionsOfOneList} versions of one list; a covenant has fewer.");
        return new ReadOnlyDictionary<string, IReadOnlyList<string>>(versions);
    }
}
