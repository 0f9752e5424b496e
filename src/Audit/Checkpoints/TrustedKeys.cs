using System.Security.Cryptography;

namespace Exchange.Audit;

/// <summary>What the signatures of a checkpoint are worth.</summary>
public enum CheckpointTrust
{
    /// <summary>A trusted key of the log signed it, every signature of a trusted key holds, and so does one of each witness that is asked for.</summary>
    Signed,

    /// <summary>No trusted key of the log signed it.</summary>
    NotSigned,

    /// <summary>There is a signature of a trusted key that does not hold: the text or the signature was altered.</summary>
    SignatureWrong,

    /// <summary>It is of another log than the one whose key is trusted.</summary>
    OtherLog,

    /// <summary>A witness that is asked for did not countersign it.</summary>
    NotWitnessed,
}

/// <summary>
/// The public keys that somebody trusts: of one log one or, during a rotation, several, and of witnesses. Signatures by other keys are
/// ignored, as C2SP signed-note asks.
/// </summary>
/// <param name="Keys">The keys.</param>
public sealed record TrustedKeys(IReadOnlyList<NoteKey> Keys)
{
    /// <summary>The longest text that is read as keys, in characters.</summary>
    public const int MaxLength = 64 * 1024;

    private const string PemLabel = "PUBLIC KEY";

    /// <summary>
    /// Reads keys: one vkey a line, or SubjectPublicKeyInfo in PEM; null when there is none or something else is between them. Whatever
    /// the text, nothing is thrown.
    /// </summary>
    public static TrustedKeys? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            return null;
        var keys = new List<NoteKey>();
        var rest = text.AsSpan().Trim();
        while (rest.Length > 0)
        {
            NoteKey? key;
            if (rest.StartsWith("-----BEGIN", StringComparison.Ordinal))
            {
                if (!PemEncoding.TryFind(rest, out var pem) || pem.Location.Start.Value != 0 || rest[pem.Label] is not PemLabel)
                    return null;
                key = NoteKey.OfLog(null, Convert.FromBase64String(rest[pem.Base64Data].ToString()));
                rest = rest[pem.Location.End..].TrimStart();
            }
            else
            {
                var end = rest.IndexOf('\n');
                key = NoteKey.Parse((end < 0 ? rest : rest[..end]).Trim().ToString());
                rest = end < 0 ? [] : rest[end..].TrimStart();
            }

            if (key is null)
                return null;
            keys.Add(key);
        }

        return keys.Count > 0 ? new TrustedKeys(keys) : null;
    }

    /// <summary>These keys and others.</summary>
    public TrustedKeys And(TrustedKeys? others) => others is null ? this : new TrustedKeys([.. Keys, .. others.Keys]);

    /// <summary>The keys of the log alone: what was kept from before was not countersigned by every witness of today.</summary>
    public TrustedKeys WithoutWitnesses() => new([.. Keys.Where(k => k.Kind == NoteKeyKind.Log)]);

    /// <summary>What a checkpoint's signatures are worth to whoever trusts these keys. Every witness among them has to have countersigned.</summary>
    public CheckpointTrust Check(SignedCheckpoint signed)
    {
        ArgumentNullException.ThrowIfNull(signed);
        var origin = signed.Checkpoint.Origin;
        var ofLog = Keys.Where(k => k.Kind == NoteKeyKind.Log).ToList();
        if (ofLog.Count > 0 && ofLog.All(k => k.Name is not null && k.Name != origin))
            return CheckpointTrust.OtherLog;

        var held = new HashSet<NoteKey>(ReferenceEqualityComparer.Instance);
        foreach (var signature in signed.Note.Signatures)
        {
            // A key without a name bears that of the origin.
            foreach (var key in Keys.Where(k => k.Id == signature.KeyId && (k.Name ?? origin) == signature.KeyName))
            {
                if (key.Kind == NoteKeyKind.Log && signature.KeyName != origin)
                    continue;
                if (!key.Verifies(signed.Note.Text, signature.Bytes.Span))
                    return CheckpointTrust.SignatureWrong;
                held.Add(key);
            }
        }

        if (!ofLog.Any(held.Contains))
            return CheckpointTrust.NotSigned;
        return Keys.Where(k => k.Kind == NoteKeyKind.Cosigner).All(held.Contains) ? CheckpointTrust.Signed : CheckpointTrust.NotWitnessed;
    }
}
