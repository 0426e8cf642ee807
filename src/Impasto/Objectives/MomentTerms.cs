using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Objectives;

/// <summary>Evaluates all terms over moments; threads share the layers.</summary>
internal sealed class MomentTerms : ParallelWork
{
    private readonly WorkerTeam? _team;
    private readonly IReadOnlyList<IMomentTerm> _terms;
    private readonly MomentContext[] _contexts;
    private readonly double[,] _values;
    private IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> _moments =
        new Dictionary<LayerName, IReadOnlyList<LayerMoments>>();

    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="network">Gives the maps to the compared channels.</param>
    /// <param name="regions">Number of regions.</param>
    public MomentTerms(WorkerTeam? team, IReadOnlyList<IMomentTerm> terms, Network network, int regions)
    {
        _team = team;
        _terms = terms;
        Layers = [.. terms.SelectMany(term => term.Layers).Distinct()];
        _contexts =
            [.. Layers.Select(layer => new MomentContext(layer, regions, network.Maps.GetValueOrDefault(layer)))];
        _values = new double[terms.Count, Layers.Count];
        Gradients = _contexts.ToDictionary(context => context.Layer, context => context.Gradients);
    }

    /// <summary>The layers of all terms.</summary>
    public IReadOnlyList<LayerName> Layers { get; }

    /// <summary>The derivatives of the latest evaluation with respect to the layers' own moments.</summary>
    public IReadOnlyDictionary<LayerName, IReadOnlyList<MomentGradient?>> Gradients { get; }

    /// <summary>Evaluates all terms.</summary>
    /// <param name="moments">The picture's, layer by layer and region by region.</param>
    public void Evaluate(IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> moments)
    {
        _moments = moments;
        WorkerTeam.Run(_team, this, _contexts.Length);
    }

    /// <summary>A term's value before its weight, summed over its layers.</summary>
    /// <param name="term">The term's number.</param>
    public double ValueOf(int term)
    {
        double sum = 0;
        for (int layer = 0; layer < _contexts.Length; layer++)
            sum += _values[term, layer];
        return sum;
    }

    // The deepest layers have the most channels, so they come first.
    public override void Run(int item, int worker)
    {
        int layer = _contexts.Length - 1 - item;
        MomentContext context = _contexts[layer];
        context.Begin(_moments[context.Layer]);
        for (int term = 0; term < _terms.Count; term++)
        {
            context.Weight = _terms[term].Weight;
            if (_terms[term].Layers.Contains(context.Layer))
                _values[term, layer] = _terms[term].Evaluate(context);
        }

        context.Finish();
    }
}
