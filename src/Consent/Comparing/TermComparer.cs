using System.Globalization;

namespace Exchange.Consent;

/// <summary>Compares what a covenant says beside its articles. In doubt a change widens: somebody has to look at it.</summary>
internal sealed class TermComparer(Covenant old, Covenant @new)
{
    public IReadOnlyList<TermChange> Compare() =>
    [
        .. House(),
        .. Signatories(),
        .. Controllers(),
        .. new PartyComparer(old, @new).Compare(),
        .. new CategoryComparer(old, @new).Compare(),
        .. Grounds(),
        .. Contributions(),
        .. Promises(),
    ];

    /// <summary>A change of one thing, or nothing when it is the same.</summary>
    public static IEnumerable<TermChange> One(string kind, string subject, string? before, string? after, bool widens) =>
        before == after ? [] : [new TermChange(kind, subject, before, after, widens)];

    /// <summary>One change per word that came or went.</summary>
    public static IEnumerable<TermChange> Each(string kind, string subject, IEnumerable<string> before, IEnumerable<string> after, bool addedWidens, bool removedWidens)
    {
        var (was, @is) = (before.ToHashSet(StringComparer.Ordinal), after.ToHashSet(StringComparer.Ordinal));
        return was.Except(@is).Order(StringComparer.Ordinal).Select(word => new TermChange(kind, subject, word, null, removedWidens))
            .Concat(@is.Except(was).Order(StringComparer.Ordinal).Select(word => new TermChange(kind, subject, null, word, addedWidens)));
    }

    private static string? Told(PopulationOf? of) => of is { } whose ? Words.Of(whose) : null;

    public static string? Told(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether something is kept longer; without an end is longest.</summary>
    public static bool Longer(int? before, int? after) => before is not null && !(after <= before);

    public static string? Told(IEnumerable<string>? words) => words is null ? null : string.Join(", ", words.Order(StringComparer.Ordinal));

    private IEnumerable<TermChange> House()
    {
        foreach (var change in One("inForce", "", Days(old), Days(@new), @new.From < old.From || (old.Until is { } until && !(@new.Until <= until)))
            .Concat(One("logKeepDays", "", Told(old.LogKeepDays), Told(@new.LogKeepDays), widens: true))
            .Concat(One("retention", "closedDays", Told(old.Retention.ClosedDays), Told(@new.Retention.ClosedDays), Longer(old.Retention.ClosedDays, @new.Retention.ClosedDays)))
            .Concat(One("retention", "declinedDays", Told(old.Retention.DeclinedDays), Told(@new.Retention.DeclinedDays), Longer(old.Retention.DeclinedDays, @new.Retention.DeclinedDays)))
            .Concat(One("minors", "", Minors(old), Minors(@new), old.MinorsNeedOwnArticle))
            .Concat(Gate())
            .Concat(Glass()))
        {
            yield return change;
        }
    }

    private IEnumerable<TermChange> Gate()
    {
        var (was, @is) = (old.ReleaseGate, @new.ReleaseGate);
        return One("releaseGate", "k", Told(was?.K), Told(@is?.K), was is not null && !(@is?.K >= was.K))
            .Concat(One("releaseGate", "population", was?.Population, @is?.Population, was is not null))
            .Concat(One("releaseGate", "size", Told(was?.Size), Told(@is?.Size), was is not null && !(@is?.Size <= was.Size)))
            .Concat(One("releaseGate", "of", Told(was?.Of), Told(@is?.Of), was is not null && @is?.Of != PopulationOf.District));
    }

    private IEnumerable<TermChange> Glass()
    {
        var (was, @is) = (old.BreakGlass, @new.BreakGlass);
        return One("breakGlass", "allowed", was.Allowed ? "yes" : "no", @is.Allowed ? "yes" : "no", @is.Allowed)
            .Concat(One("breakGlass", "role", Told(was.Roles) ?? "any", Told(@is.Roles) ?? "any", Wider(was.Roles, @is.Roles)))
            .Concat(One("breakGlass", "for", Told(was.Purposes) ?? "any", Told(@is.Purposes) ?? "any", Wider(was.Purposes, @is.Purposes)))
            .Concat(One("breakGlass", "minutes", Told(was.Minutes), Told(@is.Minutes), @is.Minutes > was.Minutes));
    }

    private IEnumerable<TermChange> Signatories() => Each("signatories", "", old.Signatories, @new.Signatories, addedWidens: false, removedWidens: true);

    private IEnumerable<TermChange> Controllers() => Dimensions.Both(old.Controllers.Keys, @new.Controllers.Keys).SelectMany(id =>
    {
        var (was, @is) = (old.Controllers.GetValueOrDefault(id), @new.Controllers.GetValueOrDefault(id));
        return One("controllers", id, was?.Oin, @is?.Oin, was is not null && @is is not null);
    });

    private IEnumerable<TermChange> Grounds() => Dimensions.Both(old.Grounds.Keys, @new.Grounds.Keys).SelectMany(id =>
    {
        var (was, @is) = (old.Grounds.GetValueOrDefault(id), @new.Grounds.GetValueOrDefault(id));
        return One("grounds", id, Told(was), Told(@is), was is not null && @is is not null);
    });

    /// <summary>Which partner may contribute what on which ground; partners that change alike are told together.</summary>
    private IEnumerable<TermChange> Contributions()
    {
        var changes =
            from category in Dimensions.Both(old.Categories.Keys, @new.Categories.Keys)
            from partner in Dimensions.Both(old.Partners.Keys, @new.Partners.Keys)
            from change in Each("contributes", category, old.GroundsFor(partner, category), @new.GroundsFor(partner, category), addedWidens: true, removedWidens: false)
            group partner by change into same
            select same.Key with { Subject = $"{same.Key.Subject} by {string.Join(", ", same)}" };
        return changes;
    }

    private IEnumerable<TermChange> Promises() =>
        Each("invariants", "", old.Invariants.Select(invariant => invariant.Name), @new.Invariants.Select(invariant => invariant.Name), addedWidens: false, removedWidens: false);

    private static bool Wider(IReadOnlySet<string>? before, IReadOnlySet<string>? after) => before is not null && (after is null || !after.IsSubsetOf(before));

    private static string Days(Covenant covenant) => $"from {covenant.From:yyyy-MM-dd}{(covenant.Until is { } until ? $" until {until:yyyy-MM-dd}" : "")}";

    private static string? Minors(Covenant covenant) => covenant.MinorsNeedOwnArticle ? "ownArticle" : null;

    private static string? Told(Ground? ground) =>
        ground is null
            ? null
            : string.Join("; ", ground.Carries.Select(Told)) + (ground.Special.Count > 0 ? $" ({string.Join(", ", ground.Special.Order().Select(Words.Of))})" : "");

    private static string Told(GroundReach reach) =>
        Told(reach.Categories)
        + (Told(reach.From) is { } from ? $" from {from}" : "")
        + (Told([.. reach.To ?? new HashSet<string>(), .. (reach.Circles ?? new HashSet<Circle>()).Select(Words.Of), .. (reach.Kinds ?? new HashSet<PartnerKind>()).Select(Words.Of)]) is { Length: > 0 } to ? $" to {to}" : "");
}
