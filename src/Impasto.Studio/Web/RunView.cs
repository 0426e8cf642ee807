using Impasto.Studio.Runs;
using Impasto.Text;

namespace Impasto.Studio.Web;

/// <summary>A run as the world sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">queued, running, paused, done, stopped (ended with the picture so far), cancelled or failed.</param>
/// <param name="Wish">What it was asked for and has not done yet: none, pause, stop or cancel.</param>
/// <param name="Content">What the photograph was called.</param>
/// <param name="Styles">The paintings.</param>
/// <param name="Regions">Parts of the photograph with a painting of their own, or left alone.</param>
/// <param name="Preset">The recipe it began as.</param>
/// <param name="Options">What differs from the preset.</param>
/// <param name="Width">Columns of the result.</param>
/// <param name="Height">Rows of the result.</param>
/// <param name="Progress">How far it is; null before the first step.</param>
/// <param name="Frame">Number of the newest frame, 0 where there is none.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Notes">What people should know of it.</param>
/// <param name="Engine">What did the work.</param>
/// <param name="Worker">Who did the work.</param>
/// <param name="Attempt">How often a worker began with it.</param>
/// <param name="Created">Milliseconds since 1970, as all times.</param>
/// <param name="Started">When a worker first began with it.</param>
/// <param name="Finished">When it was over.</param>
/// <param name="Parent">The run that it goes on from or repeats.</param>
/// <param name="Continues">Whether it goes on from the parent's picture.</param>
internal sealed record RunView(
    Guid Id,
    string State,
    string Wish,
    string Content,
    IReadOnlyList<RunStyle> Styles,
    IReadOnlyList<RunRegion> Regions,
    string Preset,
    IReadOnlyDictionary<string, string> Options,
    int Width,
    int Height,
    RunProgress? Progress,
    long Frame,
    string Error,
    string Notes,
    string Engine,
    string Worker,
    int Attempt,
    long Created,
    long? Started,
    long? Finished,
    Guid? Parent,
    bool Continues)
{
    public static RunView Of(StudioRun run) => new(
        run.Id, OptionText.Of(run.State), OptionText.Of(run.Wish), run.Recipe.Content, run.Recipe.Styles,
        run.Recipe.Regions, run.Recipe.Preset, run.Recipe.Options, run.Recipe.Width, run.Recipe.Height, run.Progress, run.Frame, run.Error,
        run.Notes, run.Engine, run.Worker, run.Attempt, run.Created, run.Started, run.Finished, run.Parent, run.Recipe.Continues || run.Recipe.Resumes);
}
