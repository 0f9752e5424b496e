using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// Every call has a deadline: the caller's, or the gateway's when that is sooner or the caller sets none. It is put in the header
/// that carries a caller's own, so that both end a call in the same way.
/// </summary>
/// <remarks>Source: gRPC over HTTP/2, <c>grpc-timeout</c>: up to 8 digits and a unit.</remarks>
internal static class CallDeadlines
{
    private const string Header = "grpc-timeout";

    /// <summary>Adds it; after routing, which knows whether a method streams.</summary>
    public static void UseCallDeadlines(this WebApplication app, LimitOptions limits) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } called)
        {
            var most = called.Method.Type is MethodType.Unary ? limits.CallWithin : limits.StreamWithin;
            if (Read(context.Request.Headers[Header]) is not { } asked || asked > most)
                context.Request.Headers[Header] = ((long)most.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "m";
        }
        return next(context);
    });

    /// <summary>How long a call that went through <see cref="UseCallDeadlines"/> may take.</summary>
    public static TimeSpan Of(HttpRequest request) => Read(request.Headers[Header]) ?? Timeout.InfiniteTimeSpan;

    /// <summary>What a caller asked for; null when that is nothing, or nothing that can be read.</summary>
    internal static TimeSpan? Read(StringValues header)
    {
        if (header is not [{ Length: >= 2 and <= 9 } value]
            || !long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        return value[^1] switch
        {
            'H' => TimeSpan.FromHours(count),
            'M' => TimeSpan.FromMinutes(count),
            'S' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMilliseconds(count),
            'u' => TimeSpan.FromMicroseconds(count),
            'n' => TimeSpan.FromTicks(count / 100),
            _ => null,
        };
    }
}
