namespace Exchange.Consent.Tests;

/// <summary>What is known of a condition.</summary>
internal enum Truth
{
    /// <summary>Known not to match.</summary>
    No,

    /// <summary>An input that it tests is unknown.</summary>
    Unknown,

    /// <summary>Known to match.</summary>
    Yes,
}
