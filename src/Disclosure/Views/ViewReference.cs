using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>How a case is known in one view. Each level of view has its own way, and no other.</summary>
public abstract record ViewReference
{
    private ViewReference()
    {
    }

    /// <summary>By its identifier: in a full view.</summary>
    /// <param name="Case">The case.</param>
    public sealed record ById(CaseId Case) : ViewReference;

    /// <summary>By a pseudonym of one partner, purpose and period: in a pseudonymised view. Personal data.</summary>
    /// <param name="Pseudonym">The case's pseudonym.</param>
    /// <param name="Subject">The pseudonym of whom it is about: the same in all cases about that person.</param>
    public sealed record ByPseudonym(string Pseudonym, string Subject) : ViewReference;

    /// <summary>By its alias in one meeting: in an anonymised view.</summary>
    /// <param name="Alias">The alias.</param>
    public sealed record ByAlias(string Alias) : ViewReference;
}
