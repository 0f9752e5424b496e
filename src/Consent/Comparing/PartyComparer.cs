namespace Exchange.Consent;

/// <summary>Compares partners, purposes and forums.</summary>
internal sealed class PartyComparer(Covenant old, Covenant @new)
{
    public IEnumerable<TermChange> Compare() =>
    [
        .. Dimensions.Both(old.Partners.Keys, @new.Partners.Keys).SelectMany(id => Partner(id, old.Partners.GetValueOrDefault(id), @new.Partners.GetValueOrDefault(id))),
        .. TermComparer.Each("purposes", "", old.Purposes, @new.Purposes, addedWidens: false, removedWidens: false),
        .. Dimensions.Both(old.Forums.Keys, @new.Forums.Keys).SelectMany(id => Sitting(id, old.Forums.GetValueOrDefault(id), @new.Forums.GetValueOrDefault(id))),
    ];

    /// <summary>A role is also what lets somebody sign, plan or look into the log, so one more always widens.</summary>
    private static IEnumerable<TermChange> Partner(string id, Partner? was, Partner? @is)
    {
        var both = was is not null && @is is not null;
        return
        [
            .. TermComparer.One("partners", id, was is null ? null : "there", @is is null ? null : "there", widens: was is null),
            .. TermComparer.Each("asserted roles", id, was?.Roles ?? Enumerable.Empty<string>(), @is?.Roles ?? Enumerable.Empty<string>(), addedWidens: true, removedWidens: false),
            .. !both ? [] : TermComparer.One("controller of the partner", id, was!.Controller, @is!.Controller, widens: true),
            .. !both ? [] : TermComparer.One("circle", id, Words.Of(was!.Circle), Words.Of(@is!.Circle), @is.Circle == Circle.Small),
            .. !both ? [] : TermComparer.One("kinds", id, TermComparer.Told(was!.Kinds.Select(Words.Of)), TermComparer.Told(@is!.Kinds.Select(Words.Of)), widens: false),
            .. !both ? [] : TermComparer.One("handling", id, Words.Of(was!.Handling), Words.Of(@is!.Handling), @is.Handling == Handling.Open),
        ];
    }

    private static IEnumerable<TermChange> Sitting(string id, Forum? was, Forum? @is) =>
    [
        .. TermComparer.One("forums", id, was is null ? null : "there", @is is null ? null : "there", widens: false),
        .. TermComparer.Each("members", id, Entries(was), Entries(@is), addedWidens: true, removedWidens: false),
        .. was is null || @is is null ? [] : TermComparer.One("circle of the forum", id, CircleOf(was), CircleOf(@is), widens: @is.Circle != Circle.Wide),
        .. TermComparer.One("prepareDays", id, TermComparer.Told(was?.PrepareDays), TermComparer.Told(@is?.PrepareDays), @is?.PrepareDays > (was?.PrepareDays ?? 0)),
    ];

    private static string CircleOf(Forum forum) => forum.Circle is { } circle ? Words.Of(circle) : "each its own";

    private static IEnumerable<string> Entries(Forum? forum) => (forum?.Members ?? []).SelectMany(entry =>
        entry.Partner is { } partner ? [partner]
        : entry.Roles is { } roles ? roles.Select(role => $"role {role}")
        : (entry.Relations ?? new HashSet<Relation>()).Select(relation => $"relation {Words.Of(relation)}"));
}
