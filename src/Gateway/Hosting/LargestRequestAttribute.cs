using Microsoft.AspNetCore.Http.Features;

namespace Exchange.Gateway.Hosting;

/// <summary>Marks an endpoint's method that takes more bytes than others in one request, as a stream of messages of ordinary size.</summary>
/// <param name="bytes">The most bytes of the whole request.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LargestRequestAttribute(long bytes) : Attribute
{
    /// <summary>The most bytes of the whole request.</summary>
    public long Bytes { get; } = bytes;
}

/// <summary>Lets requests of marked methods be larger, and no others.</summary>
internal static class LargestRequests
{
    /// <summary>Adds it; after routing, and before anything reads a body.</summary>
    /// <remarks>
    /// gRPC takes the limit away from every method that streams requests, but only where nothing was read before it: of a signed
    /// stream the first message was, so that what is set here holds.
    /// </remarks>
    public static void UseLargestRequests(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LargestRequestAttribute>() is { } marked
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = marked.Bytes;
        }

        return next(context);
    });
}
