using Exchange.Commands;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Gateway.Contract;

/// <summary>Documents in the forms in which they come and leave.</summary>
internal static class Documents
{
    /// <summary>The most bytes that a chunk has.</summary>
    public const int MaxChunk = 64 * 1024;

    /// <summary>The most bytes of a request that brings a document: chunks of 1 KiB and more fit, with what gRPC adds to each.</summary>
    public const long MaxRequestBytes = Document.MaxSize + (2 * 1024 * 1024);

    /// <summary>What is told of a document.</summary>
    public static V1.DocumentInfo Info(KnownDocument document) => new()
    {
        DocumentId = document.Id.Value,
        Name = document.Description.Name,
        MediaType = document.Description.MediaType,
        Size = document.Size,
        Sha256 = ByteString.CopyFrom(document.Description.Sha256.Span),
    };

    /// <summary>What comes before a document's content.</summary>
    public static V1.GetDocumentResponse Header(DocumentHeading heading) => new()
    {
        Header = new V1.DocumentHeader
        {
            Document = Info(heading.Document),
            SectionId = heading.Section.Value,
            Article = heading.Article ?? "",
            Obligations = Views.Obligations(heading.Obligations),
        },
    };

    /// <summary>A piece of a document.</summary>
    public static V1.GetDocumentResponse Chunk(DocumentPiece piece) => new() { Chunk = UnsafeByteOperations.UnsafeWrap(piece.Bytes) };

    /// <summary>What a source says of a document that comes. The request has passed <see cref="RequestRules"/>.</summary>
    public static DocumentDescription Description(V1.AttachDocumentRequest request) => new(request.Name, request.MediaType, request.Sha256.Memory);

    /// <summary>A message after the first: a piece, or what is wrong with it.</summary>
    public static Outcome<DocumentPiece> Piece(V1.AttachDocumentRequest request)
    {
        if (UnknownFields.Find(request))
            return new Refusal(RefusalReason.FieldUnknown, "A message holds a field that this contract does not know.");
        var chunk = request.Chunk.Memory;
        var isAlone = request.CalculateSize() == new V1.AttachDocumentRequest { Chunk = request.Chunk }.CalculateSize();
        return isAlone && chunk.Length is > 0 and <= MaxChunk ? new DocumentPiece(chunk) : NoPiece;
    }

    /// <summary>The refusal of a message that is no piece.</summary>
    public static Refusal NoPiece { get; } = new(RefusalReason.FieldInvalid, "A field is missing or out of bounds.")
    {
        Fields = [new FieldViolation("chunk", $"must be 1 to {MaxChunk} bytes, and all that a message after the first holds")],
    };
}
