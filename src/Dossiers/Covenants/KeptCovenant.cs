namespace Exchange.Dossiers;

/// <summary>A version of a covenant as it is kept, without its text.</summary>
/// <param name="Digest">The SHA-256 of its exact bytes, 32 bytes: its name.</param>
/// <param name="Covenant">What the covenant is called.</param>
/// <param name="Version">Its version, as its authors write it.</param>
/// <param name="From">The first Amsterdam day on which it is in force.</param>
/// <param name="Until">The first day on which it no longer is, or null.</param>
/// <param name="Signatories">The OINs of the controllers that it says sign it, in ordinal order.</param>
/// <param name="ProposedAt">When it was proposed.</param>
/// <param name="ProposedBy">Who proposed it; null for the operator's, which came first.</param>
public sealed record KeptCovenant(
    ReadOnlyMemory<byte> Digest,
    string Covenant,
    string Version,
    DateOnly From,
    DateOnly? Until,
    IReadOnlyList<string> Signatories,
    DateTimeOffset ProposedAt,
    CovenantProposer? ProposedBy)
{
    /// <summary>The signatures under it, in the order in which they came.</summary>
    public IReadOnlyList<KeptCovenantSignature> Signatures { get; init; } = [];

    /// <summary>Its activation, or null when it was never activated.</summary>
    public KeptActivation? Activation { get; init; }
}

/// <summary>The person who proposed a version.</summary>
/// <param name="Controller">The controller, by the covenant's name.</param>
/// <param name="Actor">The person, by the subject of its tokens.</param>
public sealed record CovenantProposer(string Controller, string Actor);

/// <summary>An organisation's signature under a version.</summary>
/// <param name="Replaces">The SHA-256 of the version that it replaces, which is signed along.</param>
/// <param name="Oin">The organisation.</param>
/// <param name="KeyId">The key that signed, by its name in the organisation's key set.</param>
/// <param name="Jws">The detached JWS, in the very characters that came.</param>
/// <param name="PublicKey">The key, as SubjectPublicKeyInfo (RFC 5280, DER).</param>
/// <param name="SignedAt">When it was handed in.</param>
public sealed record KeptCovenantSignature(
    ReadOnlyMemory<byte> Replaces, string Oin, string KeyId, string Jws, ReadOnlyMemory<byte> PublicKey, DateTimeOffset SignedAt);

/// <summary>That a version was activated: it decides from its first day on, until that of a version that is activated later.</summary>
/// <param name="Number">Its place among the activations, from 1.</param>
/// <param name="Replaces">The SHA-256 of the version that was activated before it; null for the first.</param>
/// <param name="At">When.</param>
public sealed record KeptActivation(long Number, ReadOnlyMemory<byte>? Replaces, DateTimeOffset At);
