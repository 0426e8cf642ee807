using System.Text.Json.Serialization;
using Impasto.Studio.Clips;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>A run, as clients see it.</summary>
internal sealed record RunView
{
    /// <summary>Its number.</summary>
    public required Guid Id { get; init; }

    /// <summary>Runs are numbered in the order of their creation.</summary>
    public required long Number { get; init; }

    /// <summary>
    /// Number of changes of the run; of two states of a run, the one with the higher number is newer.
    /// </summary>
    public required long Revision { get; init; }

    /// <summary>queued, running, paused, done, stopped (ended with the picture so far), cancelled or failed.</summary>
    public required string State { get; init; }

    /// <summary>What its worker was asked for and has not done yet: none, pause, stop or cancel.</summary>
    public required string Wish { get; init; }

    /// <summary>The file name of the photograph, or of the clip.</summary>
    public required string Content { get; init; }

    /// <summary>The paintings.</summary>
    public required IReadOnlyList<RunStyle> Styles { get; init; }

    /// <summary>Parts of the photograph with a painting of their own, or left alone.</summary>
    public required IReadOnlyList<RunRegion> Regions { get; init; }

    /// <summary>
    /// The part of the clip that is painted in seconds, its frames, and the steps of each; left out for a photograph.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunClip? Clip { get; init; }

    /// <summary>The preset it started from.</summary>
    public required string Preset { get; init; }

    /// <summary>The options that differ from the preset.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Seconds that it may take; null for as many as it needs.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>Columns of the result.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the result.</summary>
    public required int Height { get; init; }

    /// <summary>How far it is; left out before the first step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunProgress? Progress { get; init; }

    /// <summary>Number of the newest frame; 0 if there is none.</summary>
    public long Frame { get; init; }

    /// <summary>
    /// The formats in which its result can be had: png, jpg, tif, webp; of a clip mp4, webm or mkv; empty if it has
    /// none.
    /// </summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>
    /// True if a picture of it is stored: its result, or that of a paused run, which stop makes the result.
    /// </summary>
    public bool HasPicture { get; init; }

    /// <summary>Why it failed, or why it was paused if nobody asked for it; else empty.</summary>
    public string Error { get; init; } = "";

    /// <summary>Sentences about the run, a line each.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The engine that did the work.</summary>
    public string Engine { get; init; } = "";

    /// <summary>The worker that has it, or had it last.</summary>
    public string Worker { get; init; } = "";

    /// <summary>How often a worker claimed it.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When a worker first claimed it; null before.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it was over; null before.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The run that it continues or repeats; null for none.</summary>
    public Guid? Parent { get; init; }

    /// <summary>True if it continues from the parent's picture.</summary>
    public bool Continues { get; init; }

    /// <summary>The batch that it belongs to; null for none.</summary>
    public Guid? Batch { get; init; }

    /// <summary>What people call that batch; empty if there is none.</summary>
    public string BatchTitle { get; init; } = "";

    /// <summary>True if a user marked it as a favorite.</summary>
    public bool Favorite { get; init; }

    /// <summary>Addresses of what belongs to it.</summary>
    public required RunLinks Links { get; init; }

    public static RunView Of(StudioRun run) => new()
    {
        Id = run.Id,
        Number = run.Number,
        Revision = run.Revision,
        State = RunWords.Of(run.Status),
        Wish = RunWords.Of(run.Wish),
        Content = run.Recipe.Content,
        Styles = run.Recipe.Styles,
        Regions = run.Recipe.Regions,
        Clip = run.Recipe.Clip,
        Preset = run.Recipe.Preset,
        Options = run.Recipe.Options,
        TimeLimit = run.Recipe.TimeLimit,
        Width = run.Recipe.Width,
        Height = run.Recipe.Height,
        Progress = run.Progress,
        Frame = run.Frame,
        Formats = [.. run.Formats.Select(format => format.Name)],
        HasPicture = run.Stored.Count > 0,
        Error = run.Error,
        Notes = run.Notes,
        Engine = run.Engine,
        Worker = run.Worker,
        Attempt = run.Attempt,
        Created = StudioJson.Time(run.Created),
        Started = Time(run.Started),
        Finished = Time(run.Finished),
        Parent = run.Parent,
        Continues = run.Recipe.Continues || run.Recipe.Resumes,
        Batch = run.Batch?.Id,
        BatchTitle = run.Batch?.Title ?? "",
        Favorite = run.IsFavorite,
        Links = RunLinks.Of(run),
    };

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } time ? StudioJson.Time(time) : null;
}
