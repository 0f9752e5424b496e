namespace Grpc.Core;

/// <summary>Adds authentication headers to <paramref name="metadata"/> before a call goes out.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
