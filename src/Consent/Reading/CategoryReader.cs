using System.Collections.ObjectModel;

namespace Exchange.Consent;

/// <summary>Reads categories and their fields.</summary>
internal sealed class CategoryReader(IReadOnlyDictionary<string, CodeList> lists, Mistakes mistakes)
{
    private static readonly IReadOnlyDictionary<FieldType, Generalisation[]> Fitting = new Dictionary<FieldType, Generalisation[]>
    {
        [FieldType.Date] = [Generalisation.YearMonth, Generalisation.Year, Generalisation.AgeBand5, Generalisation.AgeBand10, Generalisation.AgeBand20],
        [FieldType.Address] = [Generalisation.District],
        [FieldType.FreeText] = [Generalisation.Redact],
        [FieldType.Code] = [Generalisation.Keep],
        [FieldType.Persons] = [Generalisation.Count],
    };

    private const int LongestKeeping = 36_600;

    public CategoryRule Category(string id, MapReader map)
    {
        var title = map.Text("title", required: false);
        var identifying = map.YesOrNo("identifying") ?? false;
        var special = map.Words<SpecialData>("special");
        var keepDays = map.Number("keepDays", 1, LongestKeeping, required: false);
        var fields = new OrderedDictionary<string, FieldRule>(StringComparer.Ordinal);
        var entries = map.Entries("fields", required: true);
        foreach (var (name, value) in entries)
        {
            if (!Names.IsName(name.Value))
                mistakes.Add(name.Place, $"'{MapReader.Shown(name.Value)}' is no name for a field: a letter, then letters, digits, '-' or '_', at most 64.");
            if (value is not YamlMap { Entries.Count: > 0 } field)
                mistakes.Add(value.Place, $"Field '{MapReader.Shown(name.Value)}' is a mapping with at least a type; this is {value.Kind}.");
            else if (Field(new MapReader(field, $"field '{MapReader.Shown(name.Value)}' of category '{id}'", mistakes)) is { } rule)
                fields[name.Value] = rule;
        }

        if (entries.Count > Limits.FieldsOfOneCategory)
            mistakes.Add(map.PlaceOf("fields"), $"More than {Limits.FieldsOfOneCategory} fields of one category; a covenant has fewer.");
        return new CategoryRule(id, title ?? id, identifying, new ReadOnlyDictionary<string, FieldRule>(fields))
        {
            Line = map.Line,
            Special = special ?? new HashSet<SpecialData>(),
            KeepDays = keepDays,
        };
    }

    private FieldRule? Field(MapReader field)
    {
        var type = field.Word<FieldType>("type", required: true);
        var pseudonymised = field.Word<Generalisation>("pseudonymised", required: false);
        var anonymised = field.Word<Generalisation>("anonymised", required: false);
        var values = field.NamesOf("values", "value", Limits.CodesOfOneVersion);
        var (list, codes) = ListOf(field);
        field.Done();
        if (type is not { } known)
            return null;

        MustFit(field, "pseudonymised", known, pseudonymised);
        MustFit(field, "anonymised", known, anonymised);
        if (anonymised is not null && (pseudonymised is null ? !field.Has("pseudonymised") : anonymised < pseudonymised))
            mistakes.Add(field.PlaceOf("anonymised"), "Anonymised shows more than pseudonymised. What is left out at one level is left out at every lower one.");
        if (values is not null && known != FieldType.Code)
            mistakes.Add(field.PlaceOf("values"), $"Only a code has 'values'; this is {Words.Of(known)}.");
        if (field.Has("list") && known != FieldType.Code)
            mistakes.Add(field.PlaceOf("list"), $"Only a code comes from a 'list'; this is {Words.Of(known)}.");
        if (field.Has("list") && field.Has("values"))
            mistakes.Add(field.PlaceOf("values"), "A code has 'values' of its own or those of a 'list', not both.");
        if (values is null && !field.Has("values") && !field.Has("list") && (pseudonymised ?? anonymised) == Generalisation.Keep && known == FieldType.Code)
            mistakes.Add(field.Place, "A code is kept only when 'values' closes its list: an open code could carry a name into an anonymised view.");
        return new FieldRule(known, pseudonymised, anonymised, list is null ? values ?? [] : codes) { List = list };
    }

    /// <summary>The version of the list that the field names, and its codes as they are contributed and kept.</summary>
    private (CodeListVersion? List, IReadOnlyList<string> Codes) ListOf(MapReader field)
    {
        var name = field.Reference("list", "list of codes", (IReadOnlyCollection<string>)lists.Keys, required: false);
        var versions = name is null ? null : lists[name].Versions;
        var version = versions is not null
            ? field.Reference("listVersion", $"version of '{name}'", (IReadOnlyCollection<string>)versions.Keys, required: true)
            : field.Optional("listVersion") is YamlText text ? text.Value : null;
        if (field.Has("listVersion") && !field.Has("list"))
            mistakes.Add(field.PlaceOf("listVersion"), "A 'listVersion' is of a 'list'; name that too.");
        if (name is null || version is null)
            return (null, []);
        var list = new CodeListVersion(name, version);
        return (list, [.. versions![version].Select(list.Qualify)]);
    }

    private void MustFit(MapReader field, string level, FieldType type, Generalisation? generalisation)
    {
        var fitting = Fitting.GetValueOrDefault(type, []);
        if (generalisation is not { } given || fitting.Contains(given))
            return;
        mistakes.Add(field.PlaceOf(level), fitting.Length == 0
            ? $"A field of type {Words.Of(type)} is always omitted below full; leave '{level}' out."
            : $"'{Words.Of(given)}' does not fit a field of type {Words.Of(type)}: it takes {string.Join(", ", fitting.Select(Words.Of))}.");
    }
}
