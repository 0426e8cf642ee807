using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Lists;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Impasto.Studio.Requests;

/// <summary>A page of the list of runs, as a query asks for it.</summary>
/// <param name="Filter">Which runs, and their order.</param>
/// <param name="Before">The cursor that it begins behind; empty for the first page.</param>
/// <param name="Limit">Most runs.</param>
internal sealed record ListQuery(RunFilter Filter, string Before, int Limit)
{
    /// <summary>Runs of a page if the query has no number.</summary>
    public const int UsualLimit = 50;

    /// <summary>Most runs of a page.</summary>
    public const int MostLimit = 200;

    private const string SearchField = "search", StateField = "state", KindField = "kind", FavoriteField = "favorite";
    private const string PaintingField = "painting", PresetField = "preset", SortField = "sort";
    private const string BeforeField = "before", LimitField = "limit";
    private const string Path = "/api/runs";
    private const string Yes = "true", No = "false";

    /// <summary>The states that a query may name.</summary>
    public static IReadOnlyList<string> States { get; } = [.. Enum.GetValues<RunStatus>().Select(RunWords.Of)];

    /// <summary>The kinds that a query may name.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [RunTables.PictureKind, RunTables.ClipKind];

    /// <summary>The orders that a query may name; the first is the usual one.</summary>
    public static IReadOnlyList<string> Sorts { get; } = [.. Enum.GetValues<RunSort>().Select(Word)];

    /// <summary>The place that the page begins behind; null for the first page.</summary>
    /// <exception cref="StudioProblem">The cursor is of no page of such a list.</exception>
    public RunPlace? Place => Before.Length == 0
        ? null
        : ListCursor.Read(Filter.Sort, Before)
            ?? throw Bad($"{BeforeField}: expected next of an earlier page of the same list, got '{Before}'.");

    /// <summary>Reads a query.</summary>
    /// <exception cref="StudioProblem">A value is invalid.</exception>
    public static ListQuery Read(IQueryCollection query) => new(
        new RunFilter
        {
            Search = Text(query, SearchField),
            States = [.. query[StateField].Select(state => state ?? "").Where(state => state.Length > 0)
                .Select(state => RunWords.ParseStatus(OneOf(StateField, state, States)))],
            IsClip = Text(query, KindField) is { Length: > 0 } kind
                ? OneOf(KindField, kind, Kinds) == RunTables.ClipKind
                : null,
            IsFavorite = Text(query, FavoriteField) is { Length: > 0 } favorite
                && OneOf(FavoriteField, favorite, [Yes, No]) == Yes,
            Painting = Text(query, PaintingField),
            Preset = Text(query, PresetField),
            Sort = Text(query, SortField) is { Length: > 0 } sort
                ? Enum.Parse<RunSort>(OneOf(SortField, sort, Sorts), ignoreCase: true)
                : RunSort.Newest,
        },
        Text(query, BeforeField),
        ReadLimit(Text(query, LimitField)));

    /// <summary>The address of a page of the same list.</summary>
    /// <param name="before">The cursor that it begins behind; empty for the first page.</param>
    public string Address(string before)
    {
        QueryBuilder query = new() { { LimitField, Limit.ToString(CultureInfo.InvariantCulture) } };
        foreach (RunStatus state in Filter.States)
            query.Add(StateField, RunWords.Of(state));
        (string Name, string Value)[] others =
        [
            (SearchField, Filter.Search),
            (KindField, Filter.IsClip switch { true => RunTables.ClipKind, false => RunTables.PictureKind, _ => "" }),
            (FavoriteField, Filter.IsFavorite ? Yes : ""), (PaintingField, Filter.Painting),
            (PresetField, Filter.Preset), (SortField, Filter.Sort == RunSort.Newest ? "" : Word(Filter.Sort)),
            (BeforeField, before),
        ];
        foreach ((string name, string value) in others.Where(field => field.Value.Length > 0))
            query.Add(name, value);
        return $"{Path}{query}";
    }

    private static string Word(RunSort sort) => sort.ToString().ToLowerInvariant();

    private static string Text(IQueryCollection query, string name) =>
        query[name] is [{ } text, ..] ? text : "";

    private static string OneOf(string name, string value, IReadOnlyList<string> words) => words.Contains(value)
        ? value
        : throw Bad($"{name}: expected {string.Join(" or ", words)}, got '{value}'.");

    private static int ReadLimit(string text)
    {
        if (text.Length == 0)
            return UsualLimit;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? (int)Math.Clamp(number, 1, MostLimit)
            : throw Bad($"{LimitField}: expected a whole number, got '{text}'.");
    }

    private static StudioProblem Bad(string sentence) => new(StatusCodes.Status400BadRequest, sentence);
}
