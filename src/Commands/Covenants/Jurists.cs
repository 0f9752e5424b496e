using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>Who has a say in a covenant: persons in the role of jurist, and the organisations that must agree.</summary>
internal static class Jurists
{
    /// <summary>The role in which a person proposes, signs for its organisation, and activates.</summary>
    public const string Role = "jurist";

    /// <summary>The OINs of the controllers that sign a covenant, in ordinal order.</summary>
    public static IReadOnlyList<string> SignatoriesOf(Covenant covenant) =>
        [.. covenant.Signatories.Select(id => covenant.Controllers[id].Oin).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Who must agree to a version now: its own signatories, and those of what it takes the place of, which is the version in force and
    /// those that wait for their day.
    /// </summary>
    public static IReadOnlyList<string> WhoMustAgree(CovenantsReading reading, KeptCovenant version, DateOnly today) =>
    [
        .. reading.Standing(today).SelectMany(v => v.Signatories).Concat(version.Signatories).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>What a version replaces: of one that was activated what it replaced, else the one that was activated last.</summary>
    public static ReadOnlyMemory<byte>? Replaced(CovenantsReading reading, KeptCovenant version) =>
        version.Activation is { } activation ? activation.Replaces : reading.Activated.FirstOrDefault()?.Digest;

    /// <summary>Whether an organisation signed a version for the replacement of another.</summary>
    public static bool HasSigned(KeptCovenant version, ReadOnlyMemory<byte>? replaces, string oin) =>
        replaces is { } replaced && version.Signatures.Any(s => s.Oin == oin && s.Replaces.Span.SequenceEqual(replaced.Span));
}
