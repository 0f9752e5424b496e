using System.Security.Cryptography;

namespace Exchange.Audit.Tests;

/// <summary>A key that signs heads, as the gateway has one.</summary>
internal sealed class LogKey
{
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] PublicKey => _ecdsa.ExportSubjectPublicKeyInfo();

    public string Pem => _ecdsa.ExportSubjectPublicKeyInfoPem();

    public (ReadOnlyMemory<byte>, Func<byte[], byte[]>) Signer =>
        (PublicKey, data => _ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public NoteKey Of(string origin) => NoteKey.OfLog(origin, PublicKey)!;

    public TrustedKeys Trusted(string origin = SampleLog.Origin) => new([Of(origin)]);

    public SignedCheckpoint Sign(Checkpoint checkpoint) => SignedCheckpoint.Sign(checkpoint, [Signer]);
}
