"""What an ordinary gRPC tool does: it knows none of the contract, learns it by reflection, and calls it.

usage: tools_peer.py STUBS ADDRESS CA CERT KEY VERSION < request.json

STUBS is a directory with what protoc made of protos/grpc only. VERSION is the reflection service: v1 or v1alpha. The request on
standard input is {"token": ..., "method": "package.Service/Method", "request": {...}}. Prints one JSON object with the
services, the statuses that health gave, and the answer.
"""

import importlib
import json
import sys

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory  # noqa: E402
from grpc_stubs import health_pb2, health_pb2_grpc  # noqa: E402


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    _, _, address, ca, cert, key, version = sys.argv
    asked = json.load(sys.stdin)
    pb = importlib.import_module(f"grpc_stubs.reflection_{version}_pb2")
    stubs = importlib.import_module(f"grpc_stubs.reflection_{version}_pb2_grpc")
    credentials = grpc.ssl_channel_credentials(read(ca), read(key), read(cert))
    with grpc.secure_channel(address, credentials) as channel:
        reflection = stubs.ServerReflectionStub(channel)

        def ask(**what):
            return next(reflection.ServerReflectionInfo(iter([pb.ServerReflectionRequest(**what)]), timeout=20))

        services = [s.name for s in ask(list_services="").list_services_response.service]
        service, method = asked["method"].split("/")
        pool = descriptor_pool.DescriptorPool()
        files = {}
        for raw in ask(file_containing_symbol=service).file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(raw)
            files[file.name] = file

        def add(name):
            file = files.pop(name, None)
            if file is not None:
                for dependency in file.dependency:
                    add(dependency)
                pool.Add(file)

        for name in list(files):
            add(name)
        described = pool.FindServiceByName(service).FindMethodByName(method)
        factory = message_factory.MessageFactory(pool)
        request_type = factory.GetPrototype(described.input_type)
        response_type = factory.GetPrototype(described.output_type)
        call = channel.unary_unary(
            f"/{service}/{method}",
            request_serializer=request_type.SerializeToString,
            response_deserializer=response_type.FromString,
        )
        response = call(
            json_format.ParseDict(asked["request"], request_type()),
            metadata=(("authorization", "Bearer " + asked["token"]),),
            timeout=20,
        )

        health = health_pb2_grpc.HealthStub(channel)
        statuses = {
            name: health_pb2.HealthCheckResponse.ServingStatus.Name(
                health.Check(health_pb2.HealthCheckRequest(service=name), timeout=20).status)
            for name in ["", service]
        }
        listed = sorted(health.List(health_pb2.HealthListRequest(), timeout=20).statuses)
        watched = next(health.Watch(health_pb2.HealthCheckRequest(service="no.such.Service"), timeout=20))
        try:
            health.Check(health_pb2.HealthCheckRequest(service="no.such.Service"), timeout=20)
            unknown = "OK"
        except grpc.RpcError as error:
            unknown = error.code().name
        print(json.dumps({
            "services": services,
            "answer": json_format.MessageToDict(response),
            "statuses": statuses,
            "listed": listed,
            "watched": health_pb2.HealthCheckResponse.ServingStatus.Name(watched.status),
            "unknownService": unknown,
            "noSuchSymbol": ask(file_containing_symbol="no.such.Symbol").error_response.error_code,
            "byName": len(ask(file_by_filename="exchange/v1/common.proto").file_descriptor_response.file_descriptor_proto),
        }))
    return 0


if __name__ == "__main__":
    sys.exit(main())
