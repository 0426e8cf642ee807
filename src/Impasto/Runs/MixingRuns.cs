using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Options;
using Impasto.Planning;

namespace Impasto.Runs;

/// <summary>The runs before a run that give its styles the strokes of others, and what came of them so far.</summary>
/// <param name="setting">What they work with.</param>
/// <param name="task">The run that will use the styles.</param>
/// <param name="plan">Its plan.</param>
internal sealed class MixingRuns(RunSetting setting, StylizeTask task, StylizePlan plan)
{
    private readonly RunPlanner _planner = new(setting.Engine, setting.Network, task.Options, PlanSizes.Of(task.Content, task.Styles, task.Options));
    private readonly List<Picture> _mixed = [];

    /// <summary>Makes them; styles whose strokes were mixed before are not mixed again.</summary>
    /// <param name="pictures">The run's pictures.</param>
    /// <param name="from">The state to go on from; null begins.</param>
    /// <param name="keeping">What keeps the state at times, and where in it the run's place is.</param>
    /// <param name="cancellation">Ends a run after its current step.</param>
    /// <returns>The pictures with the styles as they are used.</returns>
    public RunPictures Mix(
        RunPictures pictures, RunState? from, (CheckpointKeeper? Keeper, Func<RunState, RunState> Enter) keeping, CancellationToken cancellation)
    {
        bool isMixing = IsMixing(from);
        int kept = from?.Number("mixed", 0) ?? 0;
        return pictures.WithStyles(style =>
        {
            if (MixedSizes.Of(style) is not { } sizes || _planner.MixingRecipe(sizes) is not { } recipe)
                return style;
            if (_mixed.Count < kept)
            {
                _mixed.Add(Restore(from!, sizes, recipe));
            }
            else
            {
                RunState? begun = isMixing && _mixed.Count == kept ? from!.Within("mixing") : null;
                StylizePlan own = _planner.PlanMixing(sizes, recipe, plan.MemoryLimit);
                _mixed.Add(Run(style, recipe, (own, begun), keeping, cancellation));
            }

            return style with { Picture = _mixed[^1] };
        });
    }

    /// <summary>Whether a state was kept while strokes were mixed.</summary>
    public static bool IsMixing(RunState? from) => from is not null && from.Flag("isMixing", false);

    /// <summary>Keeps the styles that are done.</summary>
    /// <param name="state">The run's place.</param>
    /// <param name="isMixing">Whether another one is in work.</param>
    public void Keep(RunState state, bool isMixing)
    {
        state.Flag("isMixing", isMixing);
        state.Number("mixed", _mixed.Count);
        for (int i = 0; i < _mixed.Count; i++)
            state.Values($"mixed{i}", _mixed[i].Pixels);
    }

    private Picture Restore(RunState from, MixedSizes sizes, StylizeOptions recipe)
    {
        (int width, int height) = Pyramid.Final(recipe, sizes.Style.Width, sizes.Style.Height);
        var picture = new Picture(width, height, new float[3L * width * height]);
        from.Values($"mixed{_mixed.Count}", picture.Pixels);
        return picture;
    }

    private Picture Run(
        WeightedStyle style,
        StylizeOptions recipe,
        (StylizePlan Plan, RunState? From) own,
        (CheckpointKeeper? Keeper, Func<RunState, RunState> Enter) keeping,
        CancellationToken cancellation)
    {
        var mixing = new StylizeTask(style.Picture, [new WeightedStyle(style.FineStrokes!)], recipe);
        var run = new StylizeRun(setting, own.Plan with { Folder = plan.Folder }, mixing, null)
        {
            Keeper = keeping.Keeper,
            Enter = state =>
            {
                RunState place = keeping.Enter(state);
                Keep(place, isMixing: true);
                return place.Within("mixing");
            },
        };
        return run.Run(own.From, cancellation).Picture;
    }
}
