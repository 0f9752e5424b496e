namespace Exchange.Consent;

/// <summary>Whether the data subject is a minor (<em>minderjarig</em>): under eighteen (BW art. 1:233).</summary>
public enum Minority : byte
{
    /// <summary>Of age.</summary>
    No = 0,

    /// <summary>Under eighteen.</summary>
    Yes = 1,
}
