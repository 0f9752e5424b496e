using System.Globalization;
using Exchange.Gateway.Hosting;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Exchange.Gateway.Signing;

/// <summary>
/// Sets the exact bytes of a signed request aside before gRPC reads it. What is parsed and serialised again need not be what was
/// signed: protobuf has several encodings of one message.
/// </summary>
/// <remarks>It comes after the deadlines, and reads before gRPC begins to count: so it keeps to the deadline itself.</remarks>
internal sealed class SignedRequestReader(RequestDelegate next, IOptions<GrpcServiceOptions> grpc, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<SignedAttribute>() is null ? next(context) : ReadAsync(context);

    private async Task ReadAsync(HttpContext context)
    {
        var encoding = context.Request.Headers["grpc-encoding"].ToString();
        var compression = grpc.Value.CompressionProviders.FirstOrDefault(p => p.EncodingName == encoding);
        var largest = grpc.Value.MaxReceiveMessageSize ?? GatewayLimit;
        using var late = new CancellationTokenSource(CallDeadlines.Of(context.Request), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        try
        {
            context.Features.Set(await FirstMessage.PeekAsync(context.Request.BodyReader, compression, largest, either.Token));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            EndLate(context.Response);
            return;
        }

        await next(context);
    }

    // An answer of gRPC without a message: its status in the headers. Nothing was read, so there is nothing for the log yet.
    private static void EndLate(HttpResponse response)
    {
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)StatusCode.DeadlineExceeded).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = "The request did not come in time.";
    }

    private const int GatewayLimit = GatewayHost.MaxRequestBytes;
}
