using Grpc.Core;

namespace Exchange.GrpcTests.Types;

public sealed class CallOptionsTests
{
    private static readonly Metadata Headers = [];
    private static readonly DateTime Deadline = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly WriteOptions Writing = new(WriteFlags.NoCompress);
    private static readonly CallCredentials Credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    [Fact]
    public void Default_HasNothing()
    {
        var options = new CallOptions();

        Assert.Null(options.Headers);
        Assert.Null(options.Deadline);
        Assert.False(options.CancellationToken.CanBeCanceled);
        Assert.Null(options.WriteOptions);
        Assert.Null(options.PropagationToken);
        Assert.Null(options.Credentials);
        Assert.False(options.IsWaitForReady);
    }

    [Fact]
    public void With_ChangesOnePartOfACopy()
    {
        using var source = new CancellationTokenSource();
        var full = new CallOptions(Headers, Deadline, source.Token, Writing, null, Credentials);
        var otherHeaders = new Metadata();
        var otherDeadline = Deadline.AddDays(1);

        AssertParts(full.WithHeaders(otherHeaders), otherHeaders, Deadline, source.Token, Writing, Credentials);
        AssertParts(full.WithDeadline(otherDeadline), Headers, otherDeadline, source.Token, Writing, Credentials);
        AssertParts(full.WithCancellationToken(CancellationToken.None), Headers, Deadline, CancellationToken.None, Writing, Credentials);
        AssertParts(full.WithWriteOptions(WriteOptions.Default), Headers, Deadline, source.Token, WriteOptions.Default, Credentials);
        AssertParts(full.WithCredentials(null!), Headers, Deadline, source.Token, Writing, null);
        AssertParts(full.WithPropagationToken(null!), Headers, Deadline, source.Token, Writing, Credentials);
        AssertParts(full, Headers, Deadline, source.Token, Writing, Credentials);
        Assert.True(full.WithWaitForReady().IsWaitForReady);
        Assert.True(full.WithWaitForReady().WithHeaders(otherHeaders).IsWaitForReady);
        Assert.False(full.WithWaitForReady().WithWaitForReady(false).IsWaitForReady);
        Assert.False(full.IsWaitForReady);
    }

    private static void AssertParts(
        CallOptions options,
        Metadata? headers,
        DateTime? deadline,
        CancellationToken token,
        WriteOptions? writing,
        CallCredentials? credentials)
    {
        Assert.Same(headers, options.Headers);
        Assert.Equal(deadline, options.Deadline);
        Assert.Equal(token, options.CancellationToken);
        Assert.Same(writing, options.WriteOptions);
        Assert.Same(credentials, options.Credentials);
    }
}
