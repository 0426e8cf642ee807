using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks;
using Impasto.Studio.Answers;
using Impasto.Studio.Budgets;
using Impasto.Studio.Clips;
using Impasto.Studio.Queue;
using Impasto.Video.Painting;
using Impasto.Video.Shots;

namespace Impasto.Studio.Plans;

/// <summary>Plans runs before they are created. The work is that of a moment: nothing is decoded or painted.</summary>
/// <param name="stylizers">Those of the runs: what they plan is what runs will do.</param>
/// <param name="pace">How quick earlier runs were.</param>
/// <param name="execution">Whether this process paints just now.</param>
/// <param name="settings">The limits.</param>
internal sealed class RunPlans(
    StylizerPool stylizers, PlanPace pace, RunExecution execution, StudioSettings settings) : IDisposable
{
    private const int MostWaiting = 8;

    private readonly OneAtATime _line = new(MostWaiting, "plans");

    // Multiplications a second of a small step; measured once, and only while nobody paints here.
    private double? _speed;

    /// <summary>Makes the plans.</summary>
    /// <param name="wanted">The run.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <exception cref="StudioProblem">Too many others wait (429).</exception>
    /// <exception cref="ImpastoException">An option is invalid, or the network or the device can't be used.</exception>
    public async Task<PlanList> MakeAsync(PlanRequest wanted, CancellationToken cancellation)
    {
        StylizeOptions options = wanted.Recipe.ToOptions();
        if (options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        return await _line.RunAsync(
            async () => settings.Limits.RunsAtOnce == 0
                ? new PlanList([.. Each(wanted, options, (size, _) => size)], PlanPace.Unknown, "", null)
                : await Task.Run(() => PlanAsync(wanted, options), cancellation),
            cancellation);
    }

    public void Dispose() => _line.Dispose();

    private async Task<PlanList> PlanAsync(PlanRequest wanted, StylizeOptions options)
    {
        List<(double Work, double Seconds)> runs = await pace.LatestAsync();
        using RentedStylizer rented = stylizers.Rent(VggLayers.Deepest(options.Losses.UsedLayers));
        Stylizer stylizer = rented.Stylizer;
        if (runs.Count == 0 && !execution.IsPainting)
            _speed ??= stylizer.MeasureSpeed(options);
        string basis = runs.Count > 0 ? PlanPace.OfRuns : _speed is null ? PlanPace.Unknown : PlanPace.Measured;
        long limit = stylizer.MemoryLimit ?? Stylizer.FreeMemory;
        return new PlanList(
            [.. Each(wanted, options, Plan)],
            basis,
            $"{rented.Network.Network.Name} on {rented.Device}",
            limit);

        PlanView Plan(PlanView view, StylizeOptions sized)
        {
            if (wanted.Recipe.Clip is not null)
                return OfClip(view, wanted, sized, rented.Network.Network, Seconds);
            StylizePlan plan = stylizer.Plan(wanted.Content, wanted.Styles, sized);
            return view with
            {
                MemoryBytes = plan.Bytes, DiskBytes = plan.DiskBytes, Seconds = Seconds(plan.Multiplications),
            };
        }

        double? Seconds(double work) => runs.Count > 0 ? PlanPace.Seconds(work, runs) : work / _speed;
    }

    // Where its cuts are is not known before it was read: it is taken for one shot.
    private PlanView OfClip(
        PlanView view, PlanRequest wanted, StylizeOptions options, Network network, Func<double, double?> seconds)
    {
        RunClip clip = wanted.Recipe.Clip!;
        int frames = clip.Frames!.Value;
        if (frames > settings.Limits.MaxClipFrames)
        {
            return view with
            {
                Problem = $"The clip has {frames} frames, and the limit is {settings.Limits.MaxClipFrames}: "
                    + "choose a part with from and to.",
            };
        }

        var task = new VideoTask(() => throw new NotSupportedException(), [], options)
        {
            Video = clip.ToOptions(), CheckpointFolder = settings.DataFolder,
        };
        var survey = new ClipSurvey(frames, wanted.Content, [new Shot(0, frames, 0)]);
        VideoPlan plan = settings.OpenVideo(network, settings.Device()).Plan(task, survey, wanted.Styles);
        view = view with { MemoryBytes = plan.Bytes, DiskBytes = plan.DiskBytes };
        if (seconds(plan.Next.Multiplications) is not { } next)
            return view;
        double speed = plan.Next.Multiplications / next, all = plan.Seconds(speed);
        return view with
        {
            Seconds = all,
            FrameSeconds = frames > 1 ? (all - (plan.First.Multiplications / speed)) / (frames - 1) : null,
        };
    }

    private IEnumerable<PlanView> Each(
        PlanRequest wanted, StylizeOptions options, Func<PlanView, StylizeOptions, PlanView> plan)
    {
        StylizeOption option = StylizeOptionCatalog.Find("size");
        IReadOnlyList<string> sizes = wanted.Sizes.Count > 0 ? wanted.Sizes : [option.Read(options)!];
        return sizes.Select(size => One(size, wanted, () => option.Write(options, size), plan));
    }

    private PlanView One(
        string size, PlanRequest wanted, Func<StylizeOptions> write, Func<PlanView, StylizeOptions, PlanView> plan)
    {
        PictureSize content = wanted.Content;
        var view = new PlanView(size, content.Width, content.Height) { Frames = wanted.Recipe.Clip?.Frames };
        try
        {
            StylizeOptions sized = write();
            PictureSize result = sized.ResultSize(content);
            view = view with { Width = result.Width, Height = result.Height };
            long most = settings.Limits.MaxResultPixels;
            return result.Pixels > most
                ? view with { Problem = $"The result would have {result} pixels, and the limit is {most}." }
                : plan(view, sized);
        }
        catch (Exception failure) when (failure is MemoryException or InvalidOptionsException or PictureException)
        {
            return view with { Problem = failure.Message };
        }
    }
}
