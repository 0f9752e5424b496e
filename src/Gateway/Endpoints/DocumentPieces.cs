using System.Runtime.CompilerServices;
using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.V1;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary>The messages of a document that comes, one at a time, as fast as they are taken.</summary>
internal static class DocumentPieces
{
    /// <summary>The pieces after the first message; the last may be why there are no more.</summary>
    public static async IAsyncEnumerable<Outcome<DocumentPiece>> ReadAsync(
        IAsyncStreamReader<AttachDocumentRequest> requests, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await NextAsync(requests, cancellation) is { } next)
        {
            yield return next;
            if (next.Value is null)
                yield break;
        }
    }

    private static async Task<Outcome<DocumentPiece>?> NextAsync(IAsyncStreamReader<AttachDocumentRequest> requests, CancellationToken cancellation)
    {
        try
        {
            return await requests.MoveNext(cancellation) ? Contract.Documents.Piece(requests.Current) : (Outcome<DocumentPiece>?)null;
        }
        catch (RpcException)
        {
            return Contract.Documents.NoPiece; // larger than any message may be, or not to be unpacked
        }
        catch (BadHttpRequestException)
        {
            return new Refusal(RefusalReason.DocumentTooLarge, "The request has more bytes than a document of the largest size takes.");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            throw new OperationCanceledException("The caller went away.", e);
        }
    }
}
