using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Web;

/// <summary>A request that can't be served: a status and one sentence.</summary>
internal sealed class StudioProblem(int status, string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    public int Status => status;

    /// <summary>There is no such thing.</summary>
    public static StudioProblem Missing(string what) => new(StatusCodes.Status404NotFound, $"There is no such {what}.");

    /// <summary>It can't be done in the state that the run is in.</summary>
    public static StudioProblem Conflict(string sentence) => new(StatusCodes.Status409Conflict, sentence);

    /// <summary>What came can't be meant.</summary>
    public static StudioProblem Wrong(string sentence, Exception? inner = null) => new(StatusCodes.Status422UnprocessableEntity, sentence, inner);
}
