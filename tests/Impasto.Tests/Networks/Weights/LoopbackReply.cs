namespace Impasto.Tests.Networks.Weights;

/// <summary>What a server says to one request, honestly or not.</summary>
internal sealed record LoopbackReply
{
    /// <summary>Status line without the protocol.</summary>
    public string Status { get; init; } = "200 OK";

    /// <summary>Header lines beside the length.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>What is sent of the body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The length that is promised; null promises the body's.</summary>
    public long? Promised { get; init; }

    /// <summary>What to wait for before the connection is closed.</summary>
    public Task Close { get; init; } = Task.CompletedTask;

    /// <summary>A file, whole or from where the request asks for it.</summary>
    public static LoopbackReply File(LoopbackRequest request, byte[] content, string tag = "\"one\"")
    {
        bool continues = request.From is { } from && from < content.Length
            && (request.IfRange is null || request.IfRange == tag);
        if (!continues)
            return new LoopbackReply { Headers = [$"ETag: {tag}"], Body = content };
        return new LoopbackReply
        {
            Status = "206 Partial Content",
            Headers = [$"ETag: {tag}", $"Content-Range: bytes {request.From}-{content.Length - 1}/{content.Length}"],
            Body = content[(int)request.From!.Value..],
        };
    }

    /// <summary>The same, but the connection ends after so many bytes.</summary>
    public LoopbackReply Cut(int bytes) =>
        this with { Promised = Promised ?? Body.Length, Body = Body[..Math.Min(bytes, Body.Length)] };
}
