namespace Exchange.Consent;

/// <summary>Kinds of personal data that the AVG lets nobody process without a ground of their own.</summary>
public enum SpecialData : byte
{
    /// <summary>Special categories, such as data about health (AVG art. 9).</summary>
    Art9 = 0,

    /// <summary>Data about criminal convictions and offences (AVG art. 10).</summary>
    Art10 = 1,
}
