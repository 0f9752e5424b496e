using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Reads the DER of a revocation list (RFC 5280, 5). The framework reads none for us, and one that is not understood to the
/// last byte must not count: a version other than 2, a list without an end, a delta, a list for part of a CA's certificates or
/// for another CA's, and an extension that is critical and not known, are all refused. No input makes it throw.
/// </summary>
internal static class CrlReader
{
    private const string CrlNumber = "2.5.29.20", DeltaIndicator = "2.5.29.27", IssuingDistributionPoint = "2.5.29.28";
    private const string ReasonCode = "2.5.29.21", InvalidityDate = "2.5.29.24", CertificateIssuer = "2.5.29.29";

    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads one list, whose signature nobody has looked at yet.</summary>
    /// <param name="der">The bytes, nothing before or after them.</param>
    /// <param name="list">The list.</param>
    /// <param name="fault">What is wrong with it, to end a sentence that begins with the file.</param>
    public static bool TryRead(ReadOnlyMemory<byte> der, [NotNullWhen(true)] out Crl? list, [NotNullWhen(false)] out string? fault)
    {
        (list, fault) = (null, null);
        try
        {
            list = Read(der);
            return true;
        }
        catch (UnusableCrlException unusable)
        {
            fault = unusable.Message;
        }
        catch (Exception malformed) when (malformed is AsnContentException or ArgumentException or OverflowException)
        {
            fault = "is no revocation list in DER";
        }
        return false;
    }

    private static Crl Read(ReadOnlyMemory<byte> der)
    {
        var whole = new AsnReader(der, AsnEncodingRules.DER);
        var parts = whole.ReadSequence();
        whole.ThrowIfNotEmpty();
        var signed = parts.PeekEncodedValue();
        var content = parts.ReadSequence();
        var outerAlgorithm = parts.ReadEncodedValue();
        var signature = parts.ReadBitString(out var unusedBits);
        parts.ThrowIfNotEmpty();
        if (unusedBits != 0)
            throw new UnusableCrlException("has a signature of half a byte");

        if (!content.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) || content.ReadInteger() != 1)
            throw new UnusableCrlException("is not of version 2");
        var innerAlgorithm = content.ReadEncodedValue();
        if (!innerAlgorithm.Span.SequenceEqual(outerAlgorithm.Span))
            throw new UnusableCrlException("names two signature algorithms");
        var issuer = content.PeekEncodedValue();
        content.ReadSequence();
        var thisUpdate = ReadTime(content);
        if (!content.HasData || !IsTime(content.PeekTag()))
            throw new UnusableCrlException("does not say when the next one comes");
        var nextUpdate = ReadTime(content);
        if (nextUpdate <= thisUpdate)
            throw new UnusableCrlException("ends before it begins");
        var revoked = content.HasData && content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? ReadEntries(content.ReadSequence()) : [];
        var number = BigInteger.Zero;
        if (content.HasData)
        {
            var explicitly = content.ReadSequence(Extensions);
            number = ReadListExtensions(explicitly.ReadSequence());
            explicitly.ThrowIfNotEmpty();
        }
        content.ThrowIfNotEmpty();
        return new Crl
        {
            Issuer = issuer,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            Number = number,
            Revoked = revoked.ToFrozenSet(StringComparer.Ordinal),
            Algorithm = ReadAlgorithm(innerAlgorithm),
            Signed = signed,
            Signature = signature,
        };
    }

    private static string ReadAlgorithm(ReadOnlyMemory<byte> encoded)
    {
        var parts = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        var algorithm = parts.ReadObjectIdentifier();
        if (CrlSignature.IsEcdsa(algorithm) is not { } isEcdsa)
            throw new UnusableCrlException("is signed with an algorithm that does not count");
        if (!isEcdsa)
            parts.ReadNull();
        parts.ThrowIfNotEmpty();
        return algorithm;
    }

    private static HashSet<string> ReadEntries(AsnReader entries)
    {
        var revoked = new HashSet<string>(StringComparer.Ordinal);
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            revoked.Add(Crl.SerialOf(entry.ReadIntegerBytes().Span));
            ReadTime(entry);
            if (entry.HasData)
                ReadEntryExtensions(entry.ReadSequence());
            entry.ThrowIfNotEmpty();
        }
        return revoked;
    }

    private static void ReadEntryExtensions(AsnReader extensions)
    {
        foreach (var (name, critical, _) in ReadExtensions(extensions))
        {
            if (name == CertificateIssuer)
                throw new UnusableCrlException("tells of another CA's certificates");
            if (critical && name is not (ReasonCode or InvalidityDate))
                throw new UnusableCrlException("has an entry with a critical extension that is not known");
        }
    }

    private static BigInteger ReadListExtensions(AsnReader extensions)
    {
        var number = BigInteger.Zero;
        foreach (var (name, critical, value) in ReadExtensions(extensions))
        {
            if (name == DeltaIndicator)
                throw new UnusableCrlException("tells only what changed since another one");
            if (name == IssuingDistributionPoint)
                throw new UnusableCrlException("tells of part of its CA's certificates, or of another CA's");
            if (name == CrlNumber)
            {
                var reader = new AsnReader(value, AsnEncodingRules.DER);
                number = reader.ReadInteger();
                reader.ThrowIfNotEmpty();
            }
            else if (critical)
            {
                throw new UnusableCrlException("has a critical extension that is not known");
            }
        }
        return number;
    }

    private static List<(string Name, bool Critical, ReadOnlyMemory<byte> Value)> ReadExtensions(AsnReader extensions)
    {
        var read = new List<(string Name, bool Critical, ReadOnlyMemory<byte> Value)>();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var name = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            read.Add((name, critical, extension.ReadOctetString()));
            extension.ThrowIfNotEmpty();
        }
        if (read.DistinctBy(extension => extension.Name).Count() < read.Count)
            throw new UnusableCrlException("has an extension twice");
        return read;
    }

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private sealed class UnusableCrlException(string message) : Exception(message);
}
