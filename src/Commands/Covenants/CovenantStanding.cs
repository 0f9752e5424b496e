using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>An organisation that must agree to a version.</summary>
/// <param name="Oin">Its OIN.</param>
/// <param name="HasSigned">Whether it signed.</param>
public sealed record CovenantSignatory(string Oin, bool HasSigned);

/// <summary>How a version of a covenant stands.</summary>
/// <param name="Version">The version.</param>
/// <param name="Replaces">What it replaces, or would replace now; null for the first.</param>
/// <param name="IsInForce">Whether it decides now.</param>
/// <param name="Signatories">Who must agree to that; of one that was activated, who signed it.</param>
public sealed record CovenantStanding(
    KeptCovenant Version, ReadOnlyMemory<byte>? Replaces, bool IsInForce, IReadOnlyList<CovenantSignatory> Signatories)
{
    internal static CovenantStanding Of(CovenantsReading reading, KeptCovenant version, DateOnly today)
    {
        var replaces = Jurists.Replaced(reading, version);
        IReadOnlyList<string> who = version.Activation is null
            ? Jurists.WhoMustAgree(reading, version, today)
            : [.. version.Signatures.Where(s => replaces is { } replaced && s.Replaces.Span.SequenceEqual(replaced.Span)).Select(s => s.Oin).Distinct().Order(StringComparer.Ordinal)];
        var decides = reading.Standing(today).FirstOrDefault(v => v.From <= today);
        return new CovenantStanding(
            version,
            replaces,
            decides?.Digest.Span.SequenceEqual(version.Digest.Span) == true,
            [.. who.Select(oin => new CovenantSignatory(oin, Jurists.HasSigned(version, replaces, oin)))]);
    }
}
