using System.Security.Cryptography;
using System.Text;

namespace Exchange.Audit;

/// <summary>
/// The key of a witness: an ECDSA P-256 key in a folder of its own, readable for its owner only, beside the vkey that others trust. It is
/// not the gateway's, and nothing of the gateway protects it.
/// </summary>
public sealed class WitnessKey
{
    private const string KeyFile = "witness.key", VkeyFile = "witness.vkey";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _pem;

    private WitnessKey(NoteKey key, string pem) => (PublicKey, _pem) = (key, pem);

    /// <summary>What others trust.</summary>
    public NoteKey PublicKey { get; }

    /// <summary>Makes a key in a folder that has none.</summary>
    /// <param name="folder">The folder; made when it is not there.</param>
    /// <param name="name">The witness's name, such as <c>fg.example.nl/witness</c>: see <see cref="SignedNote.IsKeyName"/>.</param>
    /// <exception cref="StoreUnavailableException">There is a key already, or the folder cannot be written.</exception>
    public static WitnessKey Make(string folder, string name)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new WitnessKey(new NoteKey(NoteKeyKind.Cosigner, name, ecdsa.ExportSubjectPublicKeyInfo()), ecdsa.ExportPkcs8PrivateKeyPem());
        try
        {
            Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var file = new FileStream(Path.Combine(folder, KeyFile), options))
            {
                file.Write(Encoding.ASCII.GetBytes(key._pem));
                file.Flush(flushToDisk: true);
            }

            File.WriteAllText(Path.Combine(folder, VkeyFile), key.PublicKey + "\n");
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("The witness's key cannot be made in that folder; perhaps it has one.", e);
        }
    }

    /// <summary>The key of a folder; null when it has none.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read, or the two files do not belong together.</exception>
    public static WitnessKey? Find(string folder)
    {
        try
        {
            if (!File.Exists(Path.Combine(folder, KeyFile)))
                return null;
            var pem = File.ReadAllText(Path.Combine(folder, KeyFile));
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(pem);
            return NoteKey.Parse(File.ReadAllText(Path.Combine(folder, VkeyFile)).Trim()) is { Kind: NoteKeyKind.Cosigner } key
                && key.PublicKey.Span.SequenceEqual(ecdsa.ExportSubjectPublicKeyInfo())
                ? new WitnessKey(key, pem)
                : throw new StoreUnavailableException($"{KeyFile} and {VkeyFile} do not belong together.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new StoreUnavailableException("The witness's key cannot be read.", e);
        }
    }

    /// <summary>Countersigns a checkpoint as of a moment.</summary>
    internal SignedCheckpoint Countersign(SignedCheckpoint signed, DateTimeOffset at)
    {
        var seconds = Math.Max(0, at.ToUnixTimeSeconds());
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(_pem);
        var signature = ecdsa.SignData(Cosignature.SignedBytes(seconds, signed.Note.Text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var line = new NoteSignature(PublicKey.Name!, PublicKey.Id, new Cosignature(seconds, signature).ToBytes());
        return signed with { Note = signed.Note with { Signatures = [.. signed.Note.Signatures, line] } };
    }
}
