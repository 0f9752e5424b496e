namespace Exchange.Consent;

/// <summary>A promise over every cell of the table: these callers never see more of these categories than this level.</summary>
/// <param name="Name">What it promises, in a sentence.</param>
/// <param name="Never">For whom and when; a null means every value.</param>
/// <param name="Above">The highest level that keeps the promise.</param>
/// <param name="Line">The line of the file on which it begins, from 1; 0 for one that holds for every covenant.</param>
public sealed record Invariant(string Name, InvariantScope Never, Level Above, int Line)
{
    /// <summary>Whether it holds for every covenant, rather than being a promise of this one.</summary>
    public bool IsBuiltIn => Line == 0;

    /// <summary>What breaks it.</summary>
    internal Rule Rule { get; init; } = new NeverAbove(Above);

    /// <summary>Whether it speaks of callers only whose token holds the acting role and no other.</summary>
    internal bool RoleAlone { get; init; }
}

/// <summary>The cells that an invariant speaks of. A null means every value.</summary>
public sealed record InvariantScope
{
    /// <summary>The callers' partners.</summary>
    public IReadOnlySet<string>? Partners { get; init; }

    /// <summary>The callers' effective circles.</summary>
    public IReadOnlySet<Circle>? Circles { get; init; }

    /// <summary>The kinds of the callers' partners, any of them.</summary>
    public IReadOnlySet<PartnerKind>? Kinds { get; init; }

    /// <summary>The roles in which the callers act.</summary>
    public IReadOnlySet<string>? Roles { get; init; }

    /// <summary>The callers' relations to the case.</summary>
    public IReadOnlySet<Relation>? Relations { get; init; }

    /// <summary>The forums; <see cref="DecisionInput.NoForum"/> for no meeting.</summary>
    public IReadOnlySet<string>? Forums { get; init; }

    /// <summary>The purposes.</summary>
    public IReadOnlySet<string>? Purposes { get; init; }

    /// <summary>The states of the case.</summary>
    public IReadOnlySet<CaseState>? Cases { get; init; }

    /// <summary>The data subject's consent.</summary>
    public IReadOnlySet<ConsentStatus>? Consents { get; init; }

    /// <summary>Professional secrecy.</summary>
    public IReadOnlySet<Secrecy>? Secrecies { get; init; }

    /// <summary>Whether the data subject is a minor.</summary>
    public IReadOnlySet<Minority>? Minors { get; init; }

    /// <summary>Handling by the source.</summary>
    public IReadOnlySet<Handling>? Handlings { get; init; }

    /// <summary>The categories.</summary>
    public IReadOnlySet<string>? Categories { get; init; }

    /// <summary>The sources.</summary>
    public IReadOnlySet<string>? Sources { get; init; }
}
