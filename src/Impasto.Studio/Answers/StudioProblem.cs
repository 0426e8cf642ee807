using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Answers;

/// <summary>A request that can't be served: a status and one sentence.</summary>
internal sealed class StudioProblem(int status, string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    public int Status => status;

    /// <summary>What is wrong with single fields; empty (the default) if it is not about some.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; init; } = [];

    /// <summary>What programs read; null (the default) for the usual code of the status.</summary>
    public string? Code { get; init; }

    /// <summary>Something does not exist: 404.</summary>
    public static StudioProblem Missing(string what) => new(StatusCodes.Status404NotFound, $"There is no such {what}.");

    /// <summary>The run's state does not allow it: 409.</summary>
    public static StudioProblem Conflict(string sentence) => new(StatusCodes.Status409Conflict, sentence);

    /// <summary>The request is invalid: 422.</summary>
    public static StudioProblem Wrong(string sentence, Exception? inner = null) =>
        new(StatusCodes.Status422UnprocessableEntity, sentence, inner);
}
