using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Tests.Identity.Revocation;

/// <summary>A revocation list as the framework's builder would never make one; properly signed, so that only its form is wrong.</summary>
internal sealed record HandMadeCrl(X509Certificate2 Issuer)
{
    public const string Ecdsa256 = "1.2.840.10045.4.3.2";

    public int? Version { get; init; } = 1;

    public string InnerAlgorithm { get; init; } = Ecdsa256;

    public string OuterAlgorithm { get; init; } = Ecdsa256;

    public bool NullParameters { get; init; }

    public DateTimeOffset From { get; init; } = new(2031, 3, 1, 11, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? Until { get; init; } = new(2031, 3, 8, 11, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<(BigInteger Serial, X509Extension[] Extensions)> Entries { get; init; } = [];

    public IReadOnlyList<X509Extension>? Extensions { get; init; }

    public byte[] After { get; init; } = [];

    public byte[] Encode()
    {
        var content = new AsnWriter(AsnEncodingRules.DER);
        using (content.PushSequence())
        {
            if (Version is { } version)
                content.WriteInteger(version);
            WriteAlgorithm(content, InnerAlgorithm);
            content.WriteEncodedValue(Issuer.SubjectName.RawData);
            WriteTime(content, From);
            if (Until is { } until)
                WriteTime(content, until);
            if (Entries.Count > 0)
                WriteEntries(content);
            if (Extensions is not null)
            {
                using (content.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    WriteExtensions(content, Extensions);
            }
        }

        var signed = content.Encode();
        using var key = Issuer.GetECDsaPrivateKey()!;
        var list = new AsnWriter(AsnEncodingRules.DER);
        using (list.PushSequence())
        {
            list.WriteEncodedValue(signed);
            WriteAlgorithm(list, OuterAlgorithm);
            list.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
        return [.. list.Encode(), .. After];
    }

    private void WriteEntries(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            foreach (var (serial, extensions) in Entries)
            {
                using (writer.PushSequence())
                {
                    writer.WriteInteger(serial);
                    WriteTime(writer, From);
                    if (extensions.Length > 0)
                        WriteExtensions(writer, extensions);
                }
            }
        }
    }

    private void WriteAlgorithm(AsnWriter writer, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm);
            if (NullParameters)
                writer.WriteNull();
        }
    }

    private static void WriteExtensions(AsnWriter writer, IEnumerable<X509Extension> extensions)
    {
        using (writer.PushSequence())
        {
            foreach (var extension in extensions)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(extension.Oid!.Value!);
                    if (extension.Critical)
                        writer.WriteBoolean(true);
                    writer.WriteOctetString(extension.RawData);
                }
            }
        }
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.Year < 2050)
            writer.WriteUtcTime(time);
        else
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
    }
}
