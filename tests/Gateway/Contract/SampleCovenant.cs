using Exchange.Consent;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Contract;

/// <summary>The sample covenant, against which the contract's fields are held.</summary>
internal static class SampleCovenant
{
    public static Covenant Text { get; } = Covenant.Load(File.ReadAllBytes(Repository.SampleCovenant)).Covenant
        ?? throw new InvalidOperationException("The sample covenant has mistakes.");
}
