namespace Exchange.Consent;

/// <summary>Compares what categories hold and what is left of it below full: their fields, lists of codes and districts.</summary>
internal sealed class CategoryComparer(Covenant old, Covenant @new)
{
    public IEnumerable<TermChange> Compare() =>
    [
        .. Dimensions.Both(old.Categories.Keys, @new.Categories.Keys)
            .SelectMany(id => Category(id, old.Categories.GetValueOrDefault(id), @new.Categories.GetValueOrDefault(id))),
        .. Dimensions.Both(old.CodeLists.Keys, @new.CodeLists.Keys).SelectMany(Lists),
        .. Districts(),
    ];

    private static IEnumerable<TermChange> Category(string id, CategoryRule? was, CategoryRule? @is)
    {
        if (was is null || @is is null)
            return TermComparer.One("categories", id, was is null ? null : "there", @is is null ? null : "there", widens: false);
        return
        [
            .. TermComparer.One("identifying", id, was.Identifying ? "yes" : "no", @is.Identifying ? "yes" : "no", was.Identifying),
            .. TermComparer.Each("special", id, was.Special.Select(Words.Of), @is.Special.Select(Words.Of), addedWidens: false, removedWidens: true),
            .. TermComparer.One("keepDays", id, TermComparer.Told(was.KeepDays), TermComparer.Told(@is.KeepDays), TermComparer.Longer(was.KeepDays, @is.KeepDays)),
            .. Dimensions.Both(was.Fields.Keys, @is.Fields.Keys).SelectMany(name => Field($"{id}.{name}", was.Fields.GetValueOrDefault(name), @is.Fields.GetValueOrDefault(name))),
        ];
    }

    private static IEnumerable<TermChange> Field(string id, FieldRule? was, FieldRule? @is)
    {
        var left = @is?.Pseudonymised is not null || @is?.Anonymised is not null;
        return
        [
            .. was is null || @is is null
                ? TermComparer.One("fields", id, was is null ? null : "there", @is is null ? null : "there", widens: was is null) // who sees the category in full sees it too
                : TermComparer.One("type", id, Words.Of(was.Type), Words.Of(@is.Type), left),
            .. TermComparer.One("pseudonymised", id, Told(was?.Pseudonymised), Told(@is?.Pseudonymised), Finer(was?.Pseudonymised, @is?.Pseudonymised)),
            .. TermComparer.One("anonymised", id, Told(was?.Anonymised), Told(@is?.Anonymised), Finer(was?.Anonymised, @is?.Anonymised)),
            .. TermComparer.One("list", id, Told(was?.List), Told(@is?.List), left),

            // Of a list with versions, every code has another form in each: that the version changes says it all.
            .. was is null || @is is null || was.List != @is.List
                ? []
                : TermComparer.Each("values", id, was.Values, @is.Values, addedWidens: left, removedWidens: false),
        ];
    }

    /// <summary>Within one type, later is coarser; nothing is coarsest.</summary>
    private static bool Finer(Generalisation? before, Generalisation? after) => after is { } now && !(now >= before);

    private IEnumerable<TermChange> Lists(string id)
    {
        var (was, @is) = (old.CodeLists.GetValueOrDefault(id)?.Versions, @new.CodeLists.GetValueOrDefault(id)?.Versions);
        return Dimensions.Both(was?.Keys ?? [], @is?.Keys ?? []).SelectMany(version =>
        {
            var (before, after) = (was?.GetValueOrDefault(version), @is?.GetValueOrDefault(version));
            return TermComparer.One("code list", $"{id} {version}", Told(before), Told(after), before is not null && after is not null);
        });
    }

    private IEnumerable<TermChange> Districts()
    {
        var (was, @is) = (old.Districts.ToDictionary(d => d.Name, Told), @new.Districts.ToDictionary(d => d.Name, Told));
        return Dimensions.Both(was.Keys, @is.Keys).SelectMany(name => TermComparer.One("districts", name, was.GetValueOrDefault(name), @is.GetValueOrDefault(name), widens: true));
    }

    private static string Told(District district) => string.Join(", ", district.Postcodes.Select(range => $"{range.First}-{range.Last}"));

    private static string? Told(IReadOnlyList<string>? codes) => codes is null ? null : string.Join(", ", codes);

    private static string? Told(CodeListVersion? list) => list is null ? null : $"{list.List} {list.Version}";

    private static string Told(Generalisation? generalisation) => generalisation is { } known ? Words.Of(known) : "omitted";
}
