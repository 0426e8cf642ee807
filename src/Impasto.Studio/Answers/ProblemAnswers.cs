using System.Data.Common;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Answers;

/// <summary>Turns every failure of a request into problem details (RFC 9457).</summary>
internal sealed partial class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> logger)
{
    // Sentences repeat what was sent, and that may be long.
    private const int LongestPart = 200;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            (int status, string sentence) = Explain(failure);
            if (status == StatusCodes.Status500InternalServerError)
                LogFailure(logger, failure, context.Request.Method, context.Request.Path);
            if (status == StatusCodes.Status503ServiceUnavailable && failure is not StudioProblem)
                LogAway(logger, context.Request.Method, context.Request.Path, failure.Message);
            await WriteAsync(context, status, sentence, ProblemCode.Of(failure), FieldsOf(failure));
        }
    }

    /// <summary>Answers with a problem.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="sentence">What people read.</param>
    /// <param name="code">What programs read; null (the default) for the usual one of the status.</param>
    /// <param name="fields">What is wrong with single fields; null (the default) for nothing.</param>
    public static Task WriteAsync(
        HttpContext context,
        int status,
        string sentence,
        string? code = null,
        IReadOnlyList<FieldProblem>? fields = null)
    {
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "10";
        Dictionary<string, object?> extensions = new() { ["code"] = code ?? ProblemCode.Of(status) };
        if (fields is { Count: > 0 })
            extensions["errors"] = fields.Select(field => field with { Detail = Shortened(field.Detail) }).ToArray();
        return Results.Problem(Shortened(sentence), statusCode: status, extensions: extensions).ExecuteAsync(context);
    }

    /// <summary>Answers for a status that ASP.NET set without a word.</summary>
    public static Task WriteStatusAsync(HttpContext context)
    {
        int status = context.Response.StatusCode;
        string asked = $"{context.Request.Method} {context.Request.PathBase}{context.Request.Path}";
        return WriteAsync(context, status, status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at this address: {asked}.",
            StatusCodes.Status415UnsupportedMediaType =>
                $"{asked}: the Content-Type '{context.Request.ContentType}' is not taken here: expected "
                + "multipart/form-data for a new run, application/json for changes.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{asked}: this address takes {context.Response.Headers.Allow} only.",
            _ => $"{asked}: {OfStatus(status)}",
        });
    }

    private static IReadOnlyList<FieldProblem> FieldsOf(Exception failure) => failure switch
    {
        StudioProblem problem => problem.Fields,
        InvalidOptionsException options => FieldProblem.Of(options.Problems),
        _ => [],
    };

    private static (int Status, string Sentence) Explain(Exception failure) => failure switch
    {
        StudioProblem problem => (problem.Status, problem.Message),
        BadHttpRequestException bad => (bad.StatusCode, OfStatus(bad.StatusCode)),
        ImpastoException wrong => (StatusCodes.Status422UnprocessableEntity, wrong.Message),
        _ when StoreTrouble.IsDiskFull(failure) => (
            StatusCodes.Status507InsufficientStorage, "The disk is full: delete some runs."),
        DbException or IOException or UnauthorizedAccessException => (
            StatusCodes.Status503ServiceUnavailable, "The store does not answer: try again in some seconds."),
        _ => (
            StatusCodes.Status500InternalServerError,
            "Something went wrong inside the studio; its log has the details."),
    };

    private static string OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is damaged, or it ends too early.",
        StatusCodes.Status408RequestTimeout => "The request came too slowly.",
        StatusCodes.Status413PayloadTooLarge => "The request has more bytes than this studio takes.",
        StatusCodes.Status415UnsupportedMediaType => "The Content-Type is not one that this address takes.",
        StatusCodes.Status416RangeNotSatisfiable => "The file ends before the part that Range names.",
        _ => "The request can't be served.",
    };

    private static string Shortened(string sentence) => sentence.Length <= 3 * LongestPart
        ? sentence
        : $"{sentence[..(2 * LongestPart)]} [...] {sentence[^LongestPart..]}";

    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: the store does not answer: {Reason}")]
    private static partial void LogAway(ILogger logger, string method, string path, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception failure, string method, string path);
}
