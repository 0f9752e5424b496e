using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>Reads what a refused caller reads.</summary>
internal static class RichErrors
{
    public static async Task<(StatusCode Code, string Reason, IReadOnlyList<string> Fields)> RefusalOf(Task call)
    {
        var error = await Assert.ThrowsAnyAsync<RpcException>(() => call);
        var details = error.Trailers.GetValueBytes("grpc-status-details-bin");
        Assert.NotNull(details);
        var status = Status.Parser.ParseFrom(details);
        Assert.Equal((int)error.StatusCode, status.Code);
        var info = status.Details.First(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        Assert.Equal("exchange", info.Domain);
        var fields = status.Details.Where(d => d.Is(BadRequest.Descriptor))
            .SelectMany(d => d.Unpack<BadRequest>().FieldViolations.Select(v => v.Field))
            .ToList();
        return (error.StatusCode, info.Type, fields);
    }
}
