namespace Exchange.Consent;

/// <summary>What an actor is to a case, from Exchange's own records; never from a token.</summary>
public enum Relation : byte
{
    /// <summary>Nothing. A <c>backup</c> that is not activated counts as this.</summary>
    None = 0,

    /// <summary>The <em>regisseur</em> who directs the case.</summary>
    Lead = 1,

    /// <summary>The second regisseur; an activated <c>backup</c> counts as this.</summary>
    Duo = 2,

    /// <summary>A member of the case team.</summary>
    Member = 3,

    /// <summary>Stands in for the lead; counts as <see cref="None"/> until activated, then as <see cref="Duo"/>.</summary>
    Backup = 4,
}
