namespace Exchange.Consent;

/// <summary>The data subject's consent for what an article makes depend on it.</summary>
public enum ConsentStatus : byte
{
    /// <summary>Never asked.</summary>
    Absent = 0,

    /// <summary>Given.</summary>
    Given = 1,

    /// <summary>Given once and taken back.</summary>
    Withdrawn = 2,
}

/// <summary>Professional secrecy (<em>beroepsgeheim</em>) over a section.</summary>
public enum Secrecy : byte
{
    /// <summary>The professional has not recorded why it may leave the source.</summary>
    NotLifted = 0,

    /// <summary>The professional recorded why it may leave the source.</summary>
    Lifted = 1,
}

/// <summary>Restriction of processing (AVG art. 18): while it is in force, nothing of the case is released.</summary>
public enum Restriction : byte
{
    /// <summary>Processing is not restricted.</summary>
    None = 0,

    /// <summary>Processing is restricted.</summary>
    Restricted = 1,
}

/// <summary>How its source wants a section handled, as it stands for one recipient at one moment.</summary>
public enum Handling : byte
{
    /// <summary>The articles alone decide.</summary>
    Open = 0,

    /// <summary>The source must agree with this recipient and has not.</summary>
    AskSource = 1,

    /// <summary>Held back until a moment that has not come.</summary>
    Embargo = 2,

    /// <summary>Never released; no grant overrides it (for instance BRP <em>geheimhouding</em>).</summary>
    Secret = 3,
}
