using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>What a partnership has of covenants, in one snapshot.</summary>
/// <param name="Epoch">How often one was activated: the number of the last activation.</param>
/// <param name="LastDigest">The SHA-256 of the one that was activated last, also by a program that kept no texts; null when there is none.</param>
/// <param name="Versions">Every version, in the order in which they were proposed.</param>
public sealed record CovenantsReading(long Epoch, ReadOnlyMemory<byte>? LastDigest, IReadOnlyList<KeptCovenant> Versions)
{
    /// <summary>The version of that digest, or null.</summary>
    public KeptCovenant? Find(ReadOnlySpan<byte> digest)
    {
        foreach (var version in Versions)
        {
            if (version.Digest.Span.SequenceEqual(digest))
                return version;
        }

        return null;
    }

    /// <summary>The versions that were activated, the last first.</summary>
    public IEnumerable<KeptCovenant> Activated => Versions.Where(v => v.Activation is not null).OrderByDescending(v => v.Activation!.Number);

    /// <summary>
    /// Those that decide or will: the one that was activated last of all whose first day has come, and those that were activated after
    /// it, the last first. Before the first day of all of them it is the first that was activated, which then decides that nothing is
    /// released.
    /// </summary>
    public IReadOnlyList<KeptCovenant> Standing(DateOnly today)
    {
        var standing = new List<KeptCovenant>();
        foreach (var version in Activated)
        {
            standing.Add(version);
            if (version.From <= today)
                break;
        }

        return standing;
    }
}

/// <summary>The versions of covenants, for reading. They are written through the log, as everything is.</summary>
/// <remarks>Every method throws <see cref="Exchange.Audit.StoreUnavailableException"/> when the store cannot be read.</remarks>
public interface ICovenantStore
{
    /// <summary>
    /// How often a covenant was activated, as of a moment after this was asked; 0 when none was. It is asked for every call, so that
    /// every gateway decides under what any of them activated.
    /// </summary>
    ValueTask<long> ReadEpochAsync(PartnershipId partnership);

    /// <summary>Reads all versions, without their texts.</summary>
    Task<CovenantsReading> ReadAsync(PartnershipId partnership, CancellationToken cancellation);

    /// <summary>The exact bytes of a version, or null when there is none of that digest.</summary>
    Task<ReadOnlyMemory<byte>?> ReadTextAsync(PartnershipId partnership, ReadOnlyMemory<byte> digest, CancellationToken cancellation);
}
