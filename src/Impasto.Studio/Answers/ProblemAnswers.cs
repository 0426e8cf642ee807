using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Answers;

/// <summary>Turns every failure of a request into problem details (RFC 9457).</summary>
internal sealed partial class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> logger)
{
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
            await WriteAsync(context, status, sentence);
        }
    }

    /// <summary>Answers with a problem.</summary>
    public static Task WriteAsync(HttpContext context, int status, string sentence)
    {
        if (status == StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = "10";
        return Results.Problem(sentence, statusCode: status).ExecuteAsync(context);
    }

    private static (int Status, string Sentence) Explain(Exception failure) => failure switch
    {
        StudioProblem problem => (problem.Status, problem.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, "The request has more bytes than this studio takes."),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        // The form reader throws this for a form that is damaged or over its limits.
        InvalidDataException bad => (StatusCodes.Status422UnprocessableEntity, bad.Message),
        ImpastoException wrong => (StatusCodes.Status422UnprocessableEntity, wrong.Message),
        _ => (
            StatusCodes.Status500InternalServerError,
            "Something unexpected went wrong; the studio's log has the details."),
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception failure, string method, string path);
}
