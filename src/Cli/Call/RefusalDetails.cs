using Google.Rpc;
using Grpc.Core;

namespace Exchange.Cli.Call;

/// <summary>A refusal as a client reads it from <c>grpc-status-details-bin</c>; without details, the status alone.</summary>
/// <param name="Reason">The reason, as in <c>CASE_NOT_FOUND</c>.</param>
/// <param name="Message">The sentence with it.</param>
/// <param name="Fields">The fields at fault.</param>
internal sealed record RefusalDetails(string Reason, string Message, IReadOnlyList<(string Field, string Description)> Fields)
{
    private const string Trailer = "grpc-status-details-bin";

    public static RefusalDetails Of(RpcException refused)
    {
        if (refused.Trailers.GetValueBytes(Trailer) is not { } bytes)
            return new RefusalDetails(refused.StatusCode.ToString(), refused.Status.Detail, []);
        var status = Google.Rpc.Status.Parser.ParseFrom(bytes);
        var reason = refused.StatusCode.ToString();
        var fields = new List<(string, string)>();
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
                reason = info.Type; // the package's older name of the field `reason`
            else if (detail.TryUnpack<BadRequest>(out var bad))
                fields.AddRange(bad.FieldViolations.Select(v => (v.Field, v.Description)));
        }

        return new RefusalDetails(reason, status.Message, fields);
    }
}
