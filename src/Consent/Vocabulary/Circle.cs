namespace Exchange.Consent;

/// <summary>How close to the person a partner, a forum or a caller stands.</summary>
public enum Circle : byte
{
    /// <summary>The few who may know who it is.</summary>
    Small = 0,

    /// <summary>Everybody else; in a wide forum, everybody.</summary>
    Wide = 1,
}

/// <summary>What part a partner plays in the approach; any mix.</summary>
public enum PartnerKind : byte
{
    /// <summary>Carries the approach.</summary>
    Kern = 0,

    /// <summary>Supplies <em>regisseurs</em>.</summary>
    Regisseur = 1,

    /// <summary>Carries out interventions.</summary>
    Interventie = 2,
}
