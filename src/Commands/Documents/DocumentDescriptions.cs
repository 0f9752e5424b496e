using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What is told of documents, under the keys of their cases.</summary>
internal static class DocumentDescriptions
{
    /// <summary>Puts a description under the case's key.</summary>
    public static byte[] Seal(
        this CaseCipher cipher, PartnershipId partnership, CaseId @case, SectionId section, DocumentId document, DocumentDescription description) =>
        cipher.EncryptDescription(partnership, @case.Value, section.Value, document.Value, description.ToBytes());

    /// <summary>Opens what is told of one document of a section.</summary>
    public static KnownDocument Open(this CaseCipher cipher, PartnershipId partnership, CaseId @case, SectionId section, Document document) => new(
        document.Id,
        document.Size,
        DocumentDescription.FromBytes(
            cipher.DecryptDescription(partnership, @case.Value, section.Value, document.Id.Value, document.EncryptedDescription.Span)));

    /// <summary>Opens what is told of every document of a section.</summary>
    public static IReadOnlyList<KnownDocument> OpenAll(this CaseCipher cipher, PartnershipId partnership, CaseId @case, Section section) =>
        section.Documents.Count == 0 ? [] : [.. section.Documents.Select(document => cipher.Open(partnership, @case, section.Id, document))];
}
