%% Messages between two Erlang nodes, to compare with Jellybean's; started by bench/remote, which knows
%% the options. Speaks on its standard output and is told by its standard input as jellybean.bench.remote.Peer.
-module(remote).
-export([receiver/0, sender/0, verify/3]).

-define(WINDOW, 512).
-define(CREDIT, 128).

receiver() ->
    register(receiver, spawn(fun() -> receiving(0) end)),
    io:format("{:event :ready :port 1}~n"),
    wait_for_end(io:get_line("")),
    halt().

wait_for_end(eof) -> ok;
wait_for_end(_) -> wait_for_end(io:get_line("")).

receiving(Unconfirmed) ->
    receive
        {From, <<$e, _/binary>> = Message} ->
            From ! Message,
            receiving(Unconfirmed);
        {From, <<$f, _/binary>>} when Unconfirmed + 1 =:= ?CREDIT ->
            From ! <<"c">>,
            receiving(0);
        {_, <<$f, _/binary>>} ->
            receiving(Unconfirmed + 1)
    end.

sender() ->
    Receiver = 'jelly-b@127.0.0.1',
    true = connected(Receiver, 50),
    io:format("{:event :ready :port 0}~n"),
    orders({receiver, Receiver}, io:get_line("")),
    halt().

connected(_, 0) -> false;
connected(Node, Left) ->
    case net_kernel:connect_node(Node) of
        true -> true;
        _ -> timer:sleep(100), connected(Node, Left - 1)
    end.

orders(_, eof) -> ok;
orders(To, Line) ->
    [Kind, Ms] = string:lexemes(string:trim(Line), " "),
    Self = self(),
    spawn(fun() -> Self ! {measured, measure(Kind, To, list_to_integer(Ms) * 1000000)} end),
    receive {measured, {Count, Ns}} -> io:format("{:event :measured :count ~b :ns ~b}~n", [Count, Ns]) end,
    orders(To, io:get_line("")).

measure(Kind, To, LastsNs) ->
    Began = erlang:monotonic_time(nanosecond),
    {Message, First, Unit} =
        case Kind of
            "flood" -> {message($f), ?WINDOW, ?CREDIT};
            "echo" -> {message($e), 1, 1}
        end,
    send(To, Message, First),
    answered(To, Message, Unit, Began, LastsNs, First, 0).

message(Kind) -> iolist_to_binary([Kind | lists:duplicate(99, $x)]).

send(_, _, 0) -> ok;
send(To, Message, Left) ->
    To ! {self(), Message},
    send(To, Message, Left - 1).

answered(To, Message, Unit, Began, LastsNs, Sent, Answered) ->
    receive <<_, _/binary>> -> ok end,
    Now = erlang:monotonic_time(nanosecond),
    More = Answered + Unit,
    if
        Now - Began < LastsNs ->
            send(To, Message, Unit),
            answered(To, Message, Unit, Began, LastsNs, Sent + Unit, More);
        More =:= Sent -> {More, Now - Began};
        true -> answered(To, Message, Unit, Began, LastsNs, Sent, More)
    end.

%% Nodes of Jellybean are known by the name in their certificate, never by a host name.
verify(_, {bad_cert, hostname_check_failed}, State) -> {valid, State};
verify(_, {bad_cert, _} = Reason, _) -> {fail, Reason};
verify(_, {extension, _}, State) -> {unknown, State};
verify(_, _, State) -> {valid, State}.
