using System.Diagnostics;
using System.Text.Json.Nodes;
using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Rest;

/// <summary>A refusal as <c>application/problem+json</c> (RFC 9457): the reason of the contract, with the HTTP status of its gRPC code.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    /// <summary>The header with the receipts of a call, in the order of what it answers: each a <c>Receipt</c> in base64.</summary>
    public const string ReceiptHeader = "exchange-receipt";

    /// <summary>Ends a request with a refusal.</summary>
    /// <param name="context">The request, to which nothing was answered yet.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="status">The status, where it is not that of the reason.</param>
    public static Task WriteAsync(HttpContext context, Refusal refusal, int? status = null)
    {
        var problem = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = refusal.Message,
            ["status"] = status ?? StatusOf(refusal.Reason),
            ["reason"] = ReasonName.Of(refusal.Reason),
            ["domain"] = RichError.Domain,
        };
        if (Activity.Current is { } activity)
            problem["traceId"] = activity.TraceId.ToHexString();
        if (refusal.Fields.Count > 0)
            problem["fields"] = new JsonArray([.. refusal.Fields.Select(f => new JsonObject { ["field"] = f.Field, ["description"] = f.Description })]);
        if (refusal.Receipt is { } receipt)
            context.Response.Headers[ReceiptHeader] = Convert.ToBase64String(Receipts.Message(receipt).ToByteArray());
        context.Response.StatusCode = (int)problem["status"]!;
        context.Response.ContentType = ContentType;
        return context.Response.WriteAsync(problem.ToJsonString(), context.RequestAborted);
    }

    // The canonical mapping of google.rpc.Code.
    private static int StatusOf(RefusalReason reason) => ReasonCodes.Of(reason) switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
